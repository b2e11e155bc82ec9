package org.letterlock.messageauth.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.messageauth.results.MethodResult.Method;
import org.letterlock.messageauth.results.MethodResult.Property;
import org.letterlock.messageauth.results.MethodResult.PropertyType;

/** What a peer chose stays one value of one field, and a field that bears our name is never kept. */
class ClaimedResultsFuzz {
    private static final String OWN = "mx.example.org";

    @DictionaryEntries({"(", ")", "\\", "\"", ";", "=", "@", "mx.example.org", " ", "\t"})
    @FuzzTest
    void whatIsWrittenIsOneFieldOfOurs(@NotNull String value, @NotNull String text) {
        HeaderField field = new AuthenticationResults(
                        OWN,
                        List.of(new MethodResult(
                                Method.DKIM,
                                "fail",
                                text,
                                List.of(new Property(PropertyType.HEADER, "d", value)),
                                text)))
                .format();

        assertThat(ClaimedResults.claims(field, OWN)).isTrue();
        assertThat(field.body()).startsWith(OWN + "; dkim=fail ");
        assertThat(field.body().chars()).allMatch(c -> c >= ' ' && c < 0x7F);
        ClaimedResults.claims(HeaderField.of(AuthenticationResults.NAME, value.replaceAll("[^ -~]", "?")), OWN);
    }
}
