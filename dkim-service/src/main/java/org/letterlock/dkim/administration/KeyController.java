package org.letterlock.dkim.administration;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.dkim.dns.DnsChecks;
import org.letterlock.dkim.dns.NameCheck;
import org.letterlock.dkim.key.Actor;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyLifecycle;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.rotation.Rotations;
import org.letterlock.dkim.setting.DomainSettings;
import org.letterlock.dkim.setting.JdbcDomainSettings;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.listing.Wildcards;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.Sortable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /dkim/domains/{domain}/keys} (DKIM-1 to DKIM-9). */
@RestController
@RequestMapping("/api/v1/dkim/domains/{domain}")
class KeyController {
    private static final ListOrder<SigningKey> ORDER = ListOrder.byId("id", SigningKey::id)
            .text("selector", "selector", key -> key.selector().text())
            .time("createdAt", "created_at", SigningKey::createdAt);

    private final DomainAccess access;
    private final JdbcSigningKeys keys;
    private final JdbcDomainSettings settings;
    private final KeyLifecycle lifecycle;
    private final Rotations rotations;
    private final DnsChecks checks;

    KeyController(
            DomainAccess access,
            JdbcSigningKeys keys,
            JdbcDomainSettings settings,
            KeyLifecycle lifecycle,
            Rotations rotations,
            DnsChecks checks) {
        this.access = access;
        this.keys = keys;
        this.settings = settings;
        this.lifecycle = lifecycle;
        this.rotations = rotations;
        this.checks = checks;
    }

    @GetMapping("/keys")
    Page<KeyView> list(
            Principal principal,
            @PathVariable("domain") String name,
            @Sortable({"id", "selector", "createdAt"}) PageRequest page,
            @RequestParam(name = "state", required = false) @Nullable KeyState state,
            @RequestParam(name = "algorithm", required = false) @Nullable String algorithm) {
        DomainRecord domain = access.readable(principal, name);
        List<SigningKey> wanted = keys.ofDomain(domain.id()).stream()
                .filter(key -> state == null || key.state() == state)
                .filter(key -> Wildcards.match(algorithm, key.algorithm().tag()))
                .toList();
        return ORDER.page(page, wanted).map(key -> view(domain, key));
    }

    @GetMapping("/keys/{id}")
    ResponseEntity<KeyView> read(
            Principal principal, @PathVariable("domain") String name, @PathVariable("id") UUID id) {
        DomainRecord domain = access.readable(principal, name);
        SigningKey key = require(domain, id);
        return ResponseEntity.ok().eTag(Etags.of(key.version())).body(view(domain, key));
    }

    @PostMapping("/keys")
    ResponseEntity<KeySetView> create(
            Principal principal,
            @PathVariable("domain") String name,
            @RequestBody(required = false) @Nullable NewKeySet wanted) {
        DomainRecord domain = access.manageable(principal, name);
        DomainSettings current = settings.read(domain.id());
        if (wanted != null) {
            current = wanted.applyTo(current);
        }
        List<SigningKey> made = rotations.create(domain, current, DomainAccess.actor(principal));
        URI location = URI.create("/api/v1/dkim/domains/" + domain.name().text() + "/keys/"
                + made.getFirst().id());
        return ResponseEntity.created(location).body(set(domain, made));
    }

    @PostMapping("/keys/{id}/revoke")
    Revocation revoke(
            Principal principal,
            @PathVariable("domain") String name,
            @PathVariable("id") UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        DomainRecord domain = access.manageable(principal, name);
        SigningKey key = require(domain, id);
        if (ifMatch != null) {
            Etags.requireMatch(ifMatch, key.version());
        }
        if (key.state() == KeyState.REVOKED) {
            throw new ProblemException(ProblemType.IN_USE, "The key is revoked already.");
        }
        Actor actor = DomainAccess.actor(principal);
        List<SigningKey> replacement = lifecycle.revoke(domain, settings.read(domain.id()), key, actor);
        return new Revocation(view(domain, require(domain, id)), set(domain, replacement));
    }

    @DeleteMapping("/keys/{id}")
    ResponseEntity<Void> delete(
            Principal principal,
            @PathVariable("domain") String name,
            @PathVariable("id") UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        DomainRecord domain = access.manageable(principal, name);
        SigningKey key = require(domain, id);
        Etags.requireMatch(ifMatch, key.version());
        lifecycle.delete(domain, key, DomainAccess.actor(principal));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/rotate")
    ResponseEntity<KeySetView> rotate(Principal principal, @PathVariable("domain") String name) {
        DomainRecord domain = access.manageable(principal, name);
        List<SigningKey> made = rotations.create(domain, settings.read(domain.id()), DomainAccess.actor(principal));
        return ResponseEntity.accepted().body(set(domain, made));
    }

    @DeleteMapping("/rotation")
    ResponseEntity<Void> abandon(Principal principal, @PathVariable("domain") String name) {
        rotations.abandon(access.manageable(principal, name), DomainAccess.actor(principal));
        return ResponseEntity.noContent().build();
    }

    @PostMapping({"/keys/import", "/test-message"})
    void later(Principal principal, @PathVariable("domain") String name) {
        access.manageable(principal, name);
        throw new ProblemException(ProblemType.FEATURE_UNAVAILABLE, "Not available yet.");
    }

    /** Keys that were made together. */
    record KeySetView(List<KeyView> keys) {}

    /** A revoked key, whose records now have an empty {@code p=}, and what replaces it (DKIM-9). */
    record Revocation(KeyView revoked, KeySetView replacement) {}

    private KeySetView set(DomainRecord domain, List<SigningKey> made) {
        return new KeySetView(made.stream().map(key -> view(domain, key)).toList());
    }

    private SigningKey require(DomainRecord domain, UUID id) {
        return keys.find(domain.id(), id).orElseThrow(ProblemException::notFound);
    }

    private KeyView view(DomainRecord domain, SigningKey key) {
        boolean testing = settings.read(domain.id()).testing();
        List<NameCheck> last = checks.last(key);
        return KeyView.of(
                key,
                keys.disclosed(key).orElse(null),
                domain.names().stream()
                        .map(each -> RecordView.of(key, each, testing, last))
                        .toList());
    }
}
