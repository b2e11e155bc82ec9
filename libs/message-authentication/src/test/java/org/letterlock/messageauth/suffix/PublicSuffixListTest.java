package org.letterlock.messageauth.suffix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.messageauth.SuiteFolder;

@Tag("DMARC-1")
class PublicSuffixListTest {
    private static final Pattern CASE =
            Pattern.compile("(?m)^checkPublicSuffix\\((?:null|'([^']*)'), (?:null|'([^']*)')\\);");

    @Test
    void thePublishedCasesHold() throws IOException {
        var list = PublicSuffixList.parse(Files.readString(SuiteFolder.require("psl/public_suffix_list.dat")));
        String cases = Files.readString(SuiteFolder.require("psl/test_psl.txt"));

        int count = 0;
        SoftAssertions all = new SoftAssertions();
        Matcher matcher = CASE.matcher(cases);
        while (matcher.find()) {
            String domain = Optional.ofNullable(matcher.group(1)).orElse("");
            all.assertThat(list.organizationalDomain(domain))
                    .as(domain)
                    .isEqualTo(Optional.ofNullable(matcher.group(2)).map(PublicSuffixListTest::ascii));
            count++;
        }
        all.assertAll();
        assertThat(count).isGreaterThanOrEqualTo(70);
    }

    @Test
    void aListOfOurOwn() {
        var list = PublicSuffixList.parse("// a comment\n\n*.ck\n!www.ck\nco.uk  and more\n[\nnot..a.rule\n");

        assertThat(list.organizationalDomain("a.b.c.ck")).contains("b.c.ck");
        assertThat(list.organizationalDomain("c.ck")).isEmpty();
        assertThat(list.organizationalDomain("a.www.ck")).contains("www.ck");
        assertThat(list.organizationalDomain("A.example.co.UK")).contains("example.co.uk");
        assertThat(list.organizationalDomain("co.uk")).isEmpty();
        assertThat(list.organizationalDomain("[192.0.2.1]")).isEmpty();
        assertThat(list.organizationalDomain("a..b")).isEmpty();
    }

    private static String ascii(String name) {
        return Domain.parse(name.toLowerCase(Locale.ROOT)) instanceof Parsed<Domain>(Domain domain)
                ? domain.text()
                : name;
    }
}
