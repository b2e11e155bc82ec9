package org.letterlock.dkim.administration;

import java.util.List;
import java.util.UUID;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.dkim.guide.DnsGuide;
import org.letterlock.dkim.guide.GuideRecord;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.setting.JdbcDomainSettings;
import org.letterlock.service.web.Principal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /domains/{id}/dns-guide}: what a domain needs in DNS, and what stands there at the moment (SPF-6). */
@RestController
@RequestMapping("/api/v1/domains/{id}/dns-guide")
class DnsGuideController {
    private final DomainAccess access;
    private final JdbcSigningKeys keys;
    private final JdbcDomainSettings settings;
    private final DnsGuide guide;

    DnsGuideController(DomainAccess access, JdbcSigningKeys keys, JdbcDomainSettings settings, DnsGuide guide) {
        this.access = access;
        this.keys = keys;
        this.settings = settings;
        this.guide = guide;
    }

    /**
     * The guide.
     *
     * @param ok whether every record is
     * @param warnings such as {@code no-dkim-keys}, where there is nothing to publish for DKIM yet
     */
    record GuideView(String domain, boolean ok, List<String> warnings, List<GuideRecordView> records) {}

    /**
     * A record to publish.
     *
     * @param purpose {@code mx}, {@code spf}, {@code dkim} or {@code dmarc}
     * @param domain the name or alias that it serves
     * @param name absolute owner name
     * @param state {@code ok}, {@code missing}, {@code differs} or {@code dns-error}
     * @param found what stands there
     * @param remarks for people
     */
    record GuideRecordView(
            String purpose,
            String domain,
            String name,
            String type,
            int ttl,
            String proposed,
            String state,
            List<String> found,
            List<String> remarks) {

        static GuideRecordView of(GuideRecord record) {
            return new GuideRecordView(
                    record.purpose().text(),
                    record.domain().text(),
                    record.name(),
                    record.type(),
                    GuideRecord.TTL,
                    record.proposed(),
                    record.finding().state().text(),
                    record.finding().found(),
                    record.finding().remarks());
        }
    }

    @GetMapping
    GuideView read(Principal principal, @PathVariable("id") UUID id) {
        DomainRecord domain = access.readable(principal, new DomainId(id));
        List<SigningKey> wanted = keys.ofDomain(domain.id()).stream()
                .filter(key -> key.state() == KeyState.PENDING_DNS || key.state() == KeyState.ACTIVE)
                .toList();
        List<GuideRecordView> records = guide
                .guide(domain, wanted, settings.read(domain.id()).testing())
                .stream()
                .map(GuideRecordView::of)
                .toList();
        boolean ok = !wanted.isEmpty()
                && records.stream().allMatch(record -> record.state().equals("ok"));
        return new GuideView(domain.name().text(), ok, wanted.isEmpty() ? List.of("no-dkim-keys") : List.of(), records);
    }
}
