package org.letterlock.messageauth.iprev;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.messageauth.Zone;
import org.letterlock.messageauth.iprev.ClientName.Result;

class ReverseLookupTest {
    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");
    private static final String REVERSE = "1.2.0.192.in-addr.arpa";

    private final Zone zone = new Zone();

    @Test
    @Tag("FLOW-4")
    void aNameCountsThatLeadsBack() {
        zone.add(REVERSE, "PTR", "liar.example")
                .add("liar.example", "A", "192.0.2.9")
                .add(REVERSE, "PTR", "mx.example")
                .add("mx.example", "A", "192.0.2.8")
                .add("mx.example", "A", "192.0.2.1");

        assertThat(find()).isEqualTo(new ClientName(Result.PASS, "mx.example"));
    }

    @Test
    @Tag("FLOW-4")
    void aNameThatLeadsElsewhereIsAFailureAndNoNameAPermanentError() {
        assertThat(find().result()).isEqualTo(Result.PERMERROR);

        zone.add(REVERSE, "PTR", "liar.example").add("liar.example", "A", "192.0.2.9");
        assertThat(find()).isEqualTo(new ClientName(Result.FAIL, null));
    }

    @Test
    @Tag("FLOW-5")
    void silenceIsATemporaryErrorAndNeverAPass() {
        zone.add(REVERSE, "PTR", "mx.example").beSilent("mx.example", "A");
        assertThat(find().result()).isEqualTo(Result.TEMPERROR);

        zone.beSilent(REVERSE, "PTR");
        assertThat(find().result()).isEqualTo(Result.TEMPERROR);
    }

    @Test
    @Tag("FLOW-5")
    void ofAThousandNamesTenAreTried() {
        for (int i = 0; i < 1000; i++) {
            zone.add(REVERSE, "PTR", "n" + i + ".example");
        }

        assertThat(find().result()).isEqualTo(Result.FAIL);
        assertThat(zone.questions()).isEqualTo(1 + ReverseLookup.MOST_NAMES);
    }

    private ClientName find() {
        return new ReverseLookup(zone).nameOf(CLIENT);
    }
}
