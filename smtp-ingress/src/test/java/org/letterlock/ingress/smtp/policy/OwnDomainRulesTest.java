package org.letterlock.ingress.smtp.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.ingress.smtp.TestDirectory;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.session.RecipientRefusal;

@Tag("LIMIT-8")
@Tag("ACC-3")
class OwnDomainRulesTest {
    private static final RecipientRefusal TO_OTHERS = new RecipientRefusal.ByRule(SmtpReplies.OWN_DOMAIN_ONLY);
    private static final RecipientRefusal FROM_OTHERS = new RecipientRefusal.ByRule(SmtpReplies.INTERNAL_MAIL_ONLY);

    private final Directory directory = TestDirectory.directory();
    private final OwnDomainRules rules = new OwnDomainRules(directory);

    @Test
    void whoMaySendWithinTheOwnDomainOnlyReachesNobodyElse() {
        restrict(TestDirectory.ANNA);

        assertThat(judge(TestDirectory.ANNA, "ben@example.org")).isEmpty();
        assertThat(judge(TestDirectory.ANNA, "ben@example.net")).isEmpty();
        assertThat(judge(TestDirectory.ANNA, "x@third.example")).contains(TO_OTHERS);
        assertThat(judge(TestDirectory.BEN, "x@third.example")).isEmpty();
    }

    @Test
    void whoTakesInternalMailOnlyIsReachedFromTheOwnDomainOnly() {
        restrict(TestDirectory.ANNA);

        assertThat(judge(TestDirectory.BEN, "anna@example.org")).isEmpty();
        for (String address : List.of("anna@example.org", "ANNA+tag@example.net", "sales@example.org")) {
            assertThat(judge(null, address)).contains(FROM_OTHERS);
            assertThat(judge(new AccountId(new UUID(7, 7)), address)).contains(FROM_OTHERS);
        }
        assertThat(judge(null, "ben@example.org")).isEmpty();
        assertThat(judge(null, "team@example.org")).isEmpty();
        assertThat(judge(null, "unknown@example.org")).isEmpty();
    }

    @Test
    void thePostmasterIsReachedByEverybody() {
        restrict(TestDirectory.BEN);

        assertThat(judge(null, "ben@example.org")).contains(FROM_OTHERS);
        assertThat(judge(null, "Postmaster@example.org")).isEmpty();
    }

    private Optional<RecipientRefusal> judge(@Nullable AccountId account, String address) {
        AddrSpec to = TestDirectory.address(address);
        IpAddress client = IpAddress.parse("203.0.113.10").require();
        return rules.judge(new Submitter(UUID.randomUUID(), "smtp", client, account), to, directory.resolve(to));
    }

    private void restrict(AccountId id) {
        AccountRecord open = directory.findAccount(id).orElseThrow();
        directory.put(new AccountRecord(
                id,
                open.domain(),
                open.address(),
                open.extraAddresses(),
                open.displayName(),
                true,
                true,
                open.role(),
                null,
                true,
                false));
    }
}
