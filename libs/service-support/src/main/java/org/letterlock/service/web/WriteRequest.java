package org.letterlock.service.web;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.event.AuditEvent;

/**
 * A request of a known caller that may change something, and what its transactions have changed. Kept with the thread that
 * works for the request, so that the outbox knows who changes what without being told by each resource.
 */
public final class WriteRequest {
    private static final ThreadLocal<@Nullable WriteRequest> CURRENT = new ThreadLocal<>();

    private final Principal principal;
    private final String method;
    private final String path;
    private final @Nullable String acceptedLockOut;
    private final @Nullable String reason;
    private final boolean dryRun;
    private final Set<String> topics = new HashSet<>(); // confined to the thread, as the next one
    private long version;

    /** @param path of the resource within the API */
    public WriteRequest(Principal principal, String path) {
        this(principal, "", path, null, null, false);
    }

    /**
     * A request.
     *
     * @param path of the resource within the API
     * @param acceptedLockOut the token by which the caller accepts to lock people out; null where there is none
     * @param reason what the audit log keeps as the caller's reason; null where there is none
     * @param dryRun whether nothing of it stays (VAL-4)
     */
    WriteRequest(
            Principal principal,
            String method,
            String path,
            @Nullable String acceptedLockOut,
            @Nullable String reason,
            boolean dryRun) {
        this.principal = principal;
        this.method = method;
        this.path = path;
        this.acceptedLockOut = acceptedLockOut;
        this.reason = reason;
        this.dryRun = dryRun;
    }

    /** The request that this thread works for. */
    public static Optional<WriteRequest> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Whose words stand behind the change. */
    public Principal principal() {
        return principal;
    }

    /** The path of the resource within the API, such as {@code /accounts/<id>}. */
    public String path() {
        return path;
    }

    /** The method of HTTP. */
    public String method() {
        return method;
    }

    /** The token by which the caller accepts to lock people out (VAL-3); null where there is none. */
    public @Nullable String acceptedLockOut() {
        return acceptedLockOut;
    }

    /** Why, in the caller's words; the audit log keeps it. Null where he has not said. */
    public @Nullable String reason() {
        return reason;
    }

    /** Whether nothing of it stays, so that whoever else is asked on its way must keep nothing either (VAL-4). */
    public boolean isDryRun() {
        return dryRun;
    }

    /** A transaction of this request has committed as that version of the configuration. */
    public void stored(long committed, Set<String> published) {
        version = Math.max(version, committed);
        topics.addAll(published);
    }

    /**
     * What the audit log is told of a change by this request (AUD-2).
     *
     * @param before as a JSON object; null where there was nothing
     * @param after likewise
     */
    public AuditEvent audited(
            Instant at,
            String component,
            String event,
            String target,
            @Nullable String before,
            @Nullable String after,
            long configVersion) {
        return new AuditEvent(
                TimeOrderedUuid.of(at, UUID.randomUUID()),
                at,
                event,
                component,
                new AuditEvent.Actor(
                        principal.account(),
                        principal.login(),
                        principal.role(),
                        principal.tokenId(),
                        principal.clientAddress()),
                target,
                before,
                after,
                reason,
                RequestId.current().orElse(null),
                configVersion);
    }

    /** From now on this thread works for the request. */
    public void begin() {
        CURRENT.set(this);
    }

    /** This thread works for no request any more. */
    public static void end() {
        CURRENT.remove();
    }

    /** 0 while nothing was stored. */
    long version() {
        return version;
    }

    Set<String> topics() {
        return Set.copyOf(topics);
    }
}
