package org.letterlock.messageauth.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

class TagListTest {
    @Test
    void spaceAroundNamesAndValuesDoesNotCount() {
        TagList list =
                TagList.parse(" v = 1 ;\r\n a=rsa-sha256;b= AB\r\n\tCD ;").require();

        assertThat(list.tags()).isEqualTo(Map.of("v", "1", "a", "rsa-sha256", "b", "AB\r\n\tCD"));
        assertThat(List.copyOf(list.tags().keySet())).containsExactly("v", "a", "b");
        assertThat(TagList.withoutSpace(list.find("b").orElseThrow())).isEqualTo("ABCD");
        assertThat(list.firstName()).isEqualTo("v");
    }

    @Test
    void anEmptyValueIsNotAnAbsentTag() {
        TagList list = TagList.parse("p=; s=email").require();

        assertThat(list.find("p")).contains("");
        assertThat(list.find("x")).isEmpty();
        assertThat(list.find("S")).isEmpty();
    }

    @Test
    void aValueMayHoldAnEqualsSign() {
        assertThat(TagList.parse("b=AA==").require().find("b")).contains("AA==");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ";",
                "a",
                "a=1;;b=2",
                "=1",
                "1a=2",
                "a=1;a=2",
                "a=1; a =1",
                "a=\u0001",
                "a=\u007f",
                "a b=1"
            })
    void whatIsNoTagListIsAnError(String text) {
        ParseResult<TagList> result = TagList.parse(text);

        assertThat(result).isInstanceOf(SyntaxError.class);
    }
}
