package org.letterlock.dkim.administration;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.dkim.administration.RecordView.CheckView;
import org.letterlock.dkim.dns.DnsChecks;
import org.letterlock.dkim.dns.NameCheck;
import org.letterlock.dkim.dns.RecordState;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyEvents;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.rotation.Rotations;
import org.letterlock.dkim.setting.DomainSettings;
import org.letterlock.dkim.setting.JdbcDomainSettings;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.DryRunnable;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /dkim/domains/{domain}}: the signing switch, the records to publish, and whether they are. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/dkim/domains/{domain}")
class DomainController {
    // What only we write is ignored, so that what was read can be sent back.
    private static final Set<String> SERVER_WRITTEN =
            Set.of("domain", "aliases", "state", "warnings", "records", "rotation");
    private static final DomainDocument DEFAULTS =
            new DomainDocument(null, null, null, null, null, null, null, null, null, null, null, null);

    private final DomainAccess access;
    private final JdbcDomainSettings settings;
    private final JdbcSigningKeys keys;
    private final DnsChecks checks;
    private final Rotations rotations;
    private final KeyEvents events;
    private final MergePatch patches;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final Supplier<SenderPolicy> senderPolicy;

    DomainController(
            DomainAccess access,
            JdbcDomainSettings settings,
            JdbcSigningKeys keys,
            DnsChecks checks,
            Rotations rotations,
            KeyEvents events,
            MergePatch patches,
            Outbox outbox,
            TransactionOperations transactions,
            Supplier<SenderPolicy> senderPolicy) {
        this.access = access;
        this.settings = settings;
        this.keys = keys;
        this.checks = checks;
        this.rotations = rotations;
        this.events = events;
        this.patches = patches;
        this.outbox = outbox;
        this.transactions = transactions;
        this.senderPolicy = senderPolicy;
    }

    @GetMapping
    ResponseEntity<DomainView> read(Principal principal, @PathVariable("domain") String name) {
        DomainRecord domain = access.readable(principal, name);
        DomainSettings current = settings.read(domain.id());
        return ResponseEntity.ok().eTag(Etags.of(current.version())).body(view(domain, current));
    }

    @PutMapping
    ResponseEntity<DomainView> replace(
            Principal principal,
            @PathVariable("domain") String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        DomainRecord domain = access.manageable(principal, name);
        DomainSettings current = settings.read(domain.id());
        Etags.requireMatch(ifMatch, current.version());
        DomainDocument document = patches.apply(DEFAULTS, withoutServerWritten(body), DomainDocument.class);
        return store(principal, domain, current, document);
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<DomainView> change(
            Principal principal,
            @PathVariable("domain") String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        DomainRecord domain = access.manageable(principal, name);
        DomainSettings current = settings.read(domain.id());
        Etags.requireMatch(ifMatch, current.version());
        DomainDocument document =
                patches.apply(DomainDocument.of(current), withoutServerWritten(body), DomainDocument.class);
        return store(principal, domain, current, document);
    }

    @GetMapping("/dns")
    DnsView dns(Principal principal, @PathVariable("domain") String name) {
        DomainRecord domain = access.readable(principal, name);
        DomainSettings current = settings.read(domain.id());
        return new DnsView(domain.name().text(), records(domain, keys.ofDomain(domain.id()), current.testing()));
    }

    @PostMapping("/check")
    CheckReport check(Principal principal, @PathVariable("domain") String name) {
        DomainRecord domain = access.manageable(principal, name);
        List<SigningKey> live = keys.ofDomain(domain.id()).stream()
                .filter(key -> key.state().isLive())
                .toList();
        List<NameCheck> found = checks.check(domain, live, DomainAccess.actor(principal));
        rotations.hurry(domain.id());
        boolean ok = !found.isEmpty() && found.stream().allMatch(check -> check.state() == RecordState.OK);
        return new CheckReport(ok, found.stream().map(CheckView::of).toList());
    }

    /** What is to be published for the domain and each alias (DKIM-10). */
    record DnsView(String domain, List<RecordView> records) {}

    /** What a check found (DKIM-13). */
    record CheckReport(boolean ok, List<CheckView> checks) {}

    private ResponseEntity<DomainView> store(
            Principal principal, DomainRecord domain, DomainSettings current, DomainDocument document) {
        DomainSettings wanted = document.settings(current);
        transactions.executeWithoutResult(_ -> {
            if (!settings.replace(wanted)) {
                throw ProblemException.changedMeanwhile();
            }
            if (wanted.forced() && !current.forced()) {
                events.signingForced(domain.name().text(), domain.id().toString(), DomainAccess.actor(principal));
            }
            outbox.audit("config.changed", "/dkim/domains/" + domain.name().text(), current, wanted);
        });
        DomainView view = view(domain, wanted);
        boolean waits = view.state() == DomainView.State.PENDING_DNS; // DKIM-18
        return ResponseEntity.status(waits ? HttpStatus.ACCEPTED : HttpStatus.OK)
                .eTag(Etags.of(current.version() + 1))
                .body(view);
    }

    private DomainView view(DomainRecord domain, DomainSettings current) {
        List<SigningKey> all = keys.ofDomain(domain.id());
        boolean isProtected = senderPolicy.get().enabled() && domain.checkSpoofedSender(); // SPOOF-1
        return DomainView.of(
                domain,
                isProtected,
                current,
                all,
                rotations.find(domain.id()).map(RotationView::of).orElse(null),
                records(domain, all, current.testing()));
    }

    private List<RecordView> records(DomainRecord domain, List<SigningKey> all, boolean testing) {
        return all.stream()
                .filter(key -> key.state() != KeyState.RETIRED)
                .flatMap(key -> recordsOf(domain, key, testing))
                .toList();
    }

    private Stream<RecordView> recordsOf(DomainRecord domain, SigningKey key, boolean testing) {
        List<NameCheck> last = checks.last(key);
        return domain.names().stream().map(each -> RecordView.of(key, each, testing, last));
    }

    private static JsonNode withoutServerWritten(JsonNode body) {
        if (!(body instanceof ObjectNode object)) {
            throw new ProblemException(ProblemType.MALFORMED, "The document is a JSON object.");
        }
        return object.deepCopy().remove(SERVER_WRITTEN);
    }
}
