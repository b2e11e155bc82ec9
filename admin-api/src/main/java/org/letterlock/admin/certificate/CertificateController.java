package org.letterlock.admin.certificate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.audit.AuditLog;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /certificates}: read by auditors; taken in, made the default and deleted by full administrators. What a certificate
 * is never changes.
 */
@RestController
@RequestMapping("/api/v1/certificates")
class CertificateController {
    private static final long OWN_VERSION = 1;

    private final CertificateStore store;
    private final Supplier<OwnCertificate> own;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Supplier<UUID> randomness;

    CertificateController(
            CertificateStore store,
            Supplier<OwnCertificate> own,
            AuditLog audit,
            InstantSource clock,
            Supplier<UUID> randomness) {
        this.store = store;
        this.own = own;
        this.audit = audit;
        this.clock = clock;
        this.randomness = randomness;
    }

    @GetMapping
    Page<CertificateDocument> list(Principal caller) {
        caller.require(Role.AUDITOR);
        Instant now = clock.instant();
        List<StoredCertificate> stored = store.all();
        List<CertificateDocument> all = new ArrayList<>();
        all.add(shownOwn(stored, now));
        stored.forEach(each -> all.add(CertificateDocument.of(each, now)));
        return Page.whole(all);
    }

    @GetMapping("/{id}")
    ResponseEntity<CertificateDocument> read(Principal caller, @PathVariable UUID id) {
        caller.require(Role.AUDITOR);
        return shown(id);
    }

    @PostMapping
    ResponseEntity<CertificateDocument> create(Principal caller, @RequestBody CertificateImport document) {
        caller.require(Role.FULL_ADMIN);
        caller.requireStepUp();
        KeyedChain keyed = document.checked();
        UUID id = TimeOrderedUuid.of(clock.instant(), randomness.get());
        boolean preferred = Boolean.TRUE.equals(document.isDefault());
        CertificateDocument created =
                CertificateDocument.of(new StoredCertificate(id, 1, keyed.chain(), preferred), clock.instant());
        var _ = audit.change(caller, target(id), null, created, () -> store.add(id, keyed, preferred));
        return ResponseEntity.status(HttpStatus.CREATED)
                .eTag(Etags.of(1))
                .header("Location", "/api/v1" + target(id))
                .body(created);
    }

    /** Shows it, from now on, to every client who looks for a name that no certificate has. */
    @PostMapping("/{id}/default")
    ResponseEntity<CertificateDocument> makeDefault(Principal caller, @PathVariable UUID id) {
        caller.require(Role.FULL_ADMIN);
        UUID before = store.all().stream()
                .filter(StoredCertificate::preferred)
                .map(StoredCertificate::id)
                .findFirst()
                .orElse(OwnCertificate.ID);
        var _ = shown(id); // answers 404 before anything is recorded
        boolean _ = audit.change(caller, "/certificates", new DefaultOne(before), new DefaultOne(id), () -> {
            store.prefer(id.equals(OwnCertificate.ID) ? null : id);
            return true;
        });
        return shown(id);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(
            Principal caller,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        caller.require(Role.FULL_ADMIN);
        if (id.equals(OwnCertificate.ID)) {
            throw new ProblemException(
                    ProblemType.IN_USE, "The installation's own certificate stands in where no other does.");
        }
        StoredCertificate found = store.find(id).orElseThrow(ProblemException::notFound);
        Etags.requireMatch(ifMatch, found.version());
        boolean _ = audit.change(caller, target(id), CertificateDocument.of(found, clock.instant()), null, () -> {
            store.delete(id, found.version());
            return true;
        });
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<CertificateDocument> shown(UUID id) {
        if (id.equals(OwnCertificate.ID)) {
            return ResponseEntity.ok().eTag(Etags.of(OWN_VERSION)).body(shownOwn(store.all(), clock.instant()));
        }
        StoredCertificate found = store.find(id).orElseThrow(ProblemException::notFound);
        return ResponseEntity.ok().eTag(Etags.of(found.version())).body(CertificateDocument.of(found, clock.instant()));
    }

    private CertificateDocument shownOwn(List<StoredCertificate> stored, Instant now) {
        OwnCertificate shown = own.get();
        return CertificateDocument.of(
                OwnCertificate.ID,
                shown.chain(),
                CertificateState.of(shown.certificate(), shown.isTrusted(), now),
                stored.stream().noneMatch(StoredCertificate::preferred),
                true);
    }

    private static String target(UUID id) {
        return "/certificates/" + id;
    }

    /** What the audit log says of a changed default. */
    record DefaultOne(UUID isDefault) {}
}
