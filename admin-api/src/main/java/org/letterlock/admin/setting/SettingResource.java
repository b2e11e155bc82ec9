package org.letterlock.admin.setting;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.audit.AuditLog;
import org.letterlock.admin.setting.SettingStore.Versioned;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/**
 * What every setting answers over REST: read by auditors, replaced and patched by full administrators who name the version
 * that they have read (API-5, API-6), each change audited.
 *
 * @param <D> the document as it is stored and published
 * @param <R> the document as it is shown and written
 */
public final class SettingResource<D, R> {
    private final Setting<D> setting;
    private final String path;
    private final Class<R> shownType;
    private final Function<D, R> show;
    private final Function<R, D> check;
    private final BiConsumer<Principal, D> guard;
    private final SettingStore store;
    private final Surroundings surroundings;
    private final MergePatch patches;
    private final AuditLog audit;

    /** What all resources of settings stand on. */
    public record Surroundings(SettingStore store, MergePatch patches, AuditLog audit) {}

    /**
     * A resource.
     *
     * @param path such as {@code /security-policy}, for the audit log
     * @param check turns what was written into a document, or throws every fault at once
     */
    public SettingResource(
            Setting<D> setting,
            String path,
            Class<R> shownType,
            Function<D, R> show,
            Function<R, D> check,
            Surroundings surroundings) {
        this(setting, path, shownType, show, check, (_, _) -> {}, surroundings);
    }

    private SettingResource(
            Setting<D> setting,
            String path,
            Class<R> shownType,
            Function<D, R> show,
            Function<R, D> check,
            BiConsumer<Principal, D> guard,
            Surroundings surroundings) {
        this.setting = setting;
        this.path = path;
        this.shownType = shownType;
        this.show = show;
        this.check = check;
        this.guard = guard;
        this.surroundings = surroundings;
        this.store = surroundings.store();
        this.patches = surroundings.patches();
        this.audit = surroundings.audit();
    }

    /**
     * The same resource, whose changes somebody may refuse.
     *
     * @param refusing is asked for each new document by the transaction that stores it; throws where it must not be
     */
    public SettingResource<D, R> guardedBy(BiConsumer<Principal, D> refusing) {
        return new SettingResource<>(setting, path, shownType, show, check, refusing, surroundings);
    }

    /** The document that holds, with its version as entity tag. */
    public ResponseEntity<R> read(Principal caller) {
        caller.require(Role.AUDITOR);
        return reply(store.read(setting));
    }

    /** Replaces the document. */
    public ResponseEntity<R> replace(Principal caller, @Nullable String ifMatch, R written) {
        caller.require(Role.FULL_ADMIN);
        Versioned<D> current = store.read(setting);
        Etags.requireMatch(ifMatch, current.version());
        D document = check.apply(written);
        return reply(audit.change(caller, path, show.apply(current.document()), show.apply(document), () -> {
            guard.accept(caller, document);
            return store.replace(setting, document, current.version()).orElseThrow(ProblemException::changedMeanwhile);
        }));
    }

    /** Changes members of the document (RFC 7396). */
    public ResponseEntity<R> change(Principal caller, @Nullable String ifMatch, JsonNode patch) {
        caller.require(Role.FULL_ADMIN);
        R current = show.apply(store.read(setting).document());
        return replace(caller, ifMatch, patches.apply(current, patch, shownType));
    }

    private ResponseEntity<R> reply(Versioned<D> stored) {
        return ResponseEntity.ok().eTag(Etags.of(stored.version())).body(show.apply(stored.document()));
    }
}
