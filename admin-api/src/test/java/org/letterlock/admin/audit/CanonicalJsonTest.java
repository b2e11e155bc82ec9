package org.letterlock.admin.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@Tag("AUD-3")
class CanonicalJsonTest {
    private final JsonMapper mapper = JsonMapper.shared();

    // RFC 8785 section 3.2.3, with the values of its example
    @Test
    void membersAreSortedByUtf16CodeUnits() {
        String document = """
                {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                 "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control",
                 "\\u00f6": "Latin Small Letter O With Diaeresis"}""";

        assertThat(CanonicalJson.of(mapper.readTree(document)))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                        + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    // RFC 8785 section 3.2.2, the string and the literals of its example
    @Test
    void stringsAndLiteralsAreWrittenInOneWay() {
        String document = """
                {"string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}""";

        assertThat(CanonicalJson.of(mapper.readTree(document)))
                .isEqualTo("{\"literals\":[null,true,false],\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void fractionsAndNumbersTooLargeAreRefused() {
        assertThat(CanonicalJson.of(mapper.readTree("[0,-1,9007199254740992]"))).isEqualTo("[0,-1,9007199254740992]");
        assertThatThrownBy(() -> CanonicalJson.of(mapper.readTree("1.5"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CanonicalJson.of(mapper.readTree("9007199254740993")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
