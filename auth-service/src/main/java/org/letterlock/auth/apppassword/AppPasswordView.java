package org.letterlock.auth.apppassword;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.apppassword.StoredAppPassword.LastUse;
import org.letterlock.contracts.access.IpGroupId;

/**
 * An app password as the API shows it.
 *
 * @param password itself, only in the reply to its creation
 */
record AppPasswordView(
        UUID id,
        String name,
        List<String> services,
        @Nullable UUID ipGroup,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable String lastUsedFrom,
        @Nullable String lastUsedService,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String password) {

    AppPasswordView {
        services = List.copyOf(services);
    }

    static AppPasswordView of(StoredAppPassword stored, @Nullable String secret) {
        IpGroupId ipGroup = stored.ipGroup();
        LastUse use = stored.lastUse();
        return new AppPasswordView(
                stored.id(),
                stored.name(),
                stored.protocols().stream().sorted().map(MailProtocol::text).toList(),
                ipGroup == null ? null : ipGroup.value(),
                stored.createdAt(),
                stored.expiresAt(),
                use == null ? null : use.time(),
                use == null ? null : use.clientAddress(),
                use == null ? null : use.service(),
                secret);
    }

    @Override
    public String toString() {
        return "AppPasswordView[" + id + "]";
    }
}
