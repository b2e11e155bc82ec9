package org.letterlock.messageauth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.net.InetAddress;
import java.time.Instant;
import org.letterlock.messageauth.PublishedText;

/** Whatever is published and whoever comes, SPF ends, and within the questions that it may ask. */
class SpfFuzz {
    // Two identities' worth of terms, each with its exchangers or names, and the explanation.
    private static final int MOST_QUESTIONS = 150;

    @DictionaryEntries({
        "v=spf1 ", "include:", "redirect=", "exp=", "a:", "mx:", "ptr:", "exists:", "ip4:", "ip6:", "%{", "}", "%{ir}", "%{s}",
        "%{l2r+-}", "-all", "/24", "//64"
    })
    @FuzzTest
    void anEvaluationEnds(@NotNull String record, @NotNull String sender, @NotNull String greeting) {
        PublishedText dns = new PublishedText("v=spf1 " + record);
        InetAddress client = InetAddress.ofLiteral("192.0.2.1");
        SpfOutcome outcome = new SpfEvaluator(dns)
                .check(SpfQuery.ofMailFrom(client, sender, greeting, "mx.example.org", Instant.EPOCH));

        assertThat(outcome.result()).isNotNull();
        assertThat(dns.questions()).isLessThan(MOST_QUESTIONS);
    }
}
