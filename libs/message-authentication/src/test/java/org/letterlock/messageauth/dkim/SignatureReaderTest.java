package org.letterlock.messageauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.mailsyntax.header.HeaderField;

@Tag("DKIM-45")
class SignatureReaderTest {
    private static final String GOOD = "v=1; a=rsa-sha256; d=Example.org; s=Sel; h=From : Subject; bh=AAAA; b=BB BB";

    @Test
    void whatIsNotSaidHasItsDefault() {
        MessageSignature signature = signature(GOOD);

        assertThat(signature.algorithm()).isEqualTo(SignatureAlgorithm.RSA_SHA256);
        assertThat(signature.headerForm()).isEqualTo(Canonicalization.SIMPLE);
        assertThat(signature.bodyForm()).isEqualTo(new BodyForm(Canonicalization.SIMPLE, BodyDigest.WHOLE));
        assertThat(signature.domain()).isEqualTo("example.org");
        assertThat(signature.identityDomain()).isEqualTo("example.org");
        assertThat(signature.selector()).isEqualTo("sel");
        assertThat(signature.signedFields()).containsExactly("from", "subject");
        assertThat(signature.signature()).isEqualTo("BBBB");
        assertThat(signature.signedAt()).isEmpty();
        assertThat(signature.expires()).isEmpty();
        assertThat(signature.label().identity()).isEqualTo("@Example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c=simple",
                "c=relaxed/simple",
                "q=dns/txt",
                "q=other:dns/txt",
                "l=0",
                "t=0; x=1",
                "x=9999999999999",
                "i=@a.example.org",
                "i=anna=40a=2Eexample.org",
                "i=\"a b\"@example.org",
                "z=From:a",
                "unknown=1"
            })
    void otherTagsAreTaken(String tags) {
        assertThat(read(GOOD + "; " + tags)).isInstanceOf(SignatureReading.Usable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=2; a=rsa-sha256",
                "a=rsa-sha512",
                "d=example",
                "d=[192.0.2.1]",
                "d=a..b",
                "d=a_b.example",
                "s=a..b",
                "s=a b/c",
                "h=From::To",
                "bh=!",
                "b=!",
                "c=other",
                "c=simple/simple/simple",
                "c=/",
                "q=dns/any",
                "l=x",
                "l=-1",
                "t=1.5",
                "x=",
                "s=",
                "d="
            })
    void whatCannotBeReadIsNeutral(String change) {
        assertThat(fault(changed(change)).result()).isEqualTo(DkimResult.NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v",
                "a",
                "d",
                "s",
                "h",
                "bh",
                "b",
                "h=To",
                "h=FromX",
                "i=@example.com",
                "i=@org",
                "i=@notexample.org",
                "i=example.org",
                "i=@",
                "i=a=4@example.org",
                "i=@example.org=2Ecom",
                "b=",
                "bh=",
                "t=5; x=5",
                "t=5; x=4"
            })
    void whatBreaksARuleIsAPermanentError(String change) {
        assertThat(fault(changed(change)).result()).isEqualTo(DkimResult.PERMERROR);
    }

    @Test
    void anArcSignatureHasNeitherVersionNorIdentity() {
        String tags = GOOD.replace("v=1", "i=7");

        MessageSignature signature = ((SignatureReading.Usable)
                        SignatureReader.arc(HeaderField.of("ARC-Message-Signature", tags)))
                .signature();

        assertThat(signature.identityDomain()).isEqualTo("example.org");
        assertThat(SignatureReader.arc(HeaderField.of("ARC-Message-Signature", tags.replace("Subject", "ARC-Seal"))))
                .isInstanceOf(SignatureReading.Faulty.class);
    }

    // Without a tag, or with other tags in the place of the good ones.
    private static String changed(String change) {
        if (change.isEmpty()) {
            return "";
        }
        String tags = " " + GOOD + ";";
        for (String tag : change.split("; ")) {
            String name = tag.replaceFirst("=.*", "");
            tags = tags.replaceFirst(" " + name + "=[^;]*;", "");
            tags += tag.contains("=") ? " " + tag + ";" : "";
        }
        return tags.strip();
    }

    private static MessageSignature signature(String tags) {
        return ((SignatureReading.Usable) read(tags)).signature();
    }

    private static SignatureReading.Faulty fault(String tags) {
        return (SignatureReading.Faulty) read(tags);
    }

    private static SignatureReading read(String tags) {
        return SignatureReader.dkim(HeaderField.of("DKIM-Signature", tags));
    }
}
