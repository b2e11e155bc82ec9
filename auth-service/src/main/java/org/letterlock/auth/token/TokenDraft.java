package org.letterlock.auth.token;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Roles;
import org.letterlock.auth.document.Texts;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Faults;

/** A wish for a token that was found acceptable. */
record TokenDraft(
        String name,
        Role role,
        @Nullable Set<String> resources,
        Instant expiresAt,
        @Nullable IpGroupId ipGroup) {
    private static final int MAX_RESOURCES = 20;
    private static final Pattern RESOURCE = Pattern.compile("[a-z][a-z-]{0,39}");
    private static final int MAX_NAME = 100;
    private static final Duration DEFAULT_LIFETIME = Duration.ofDays(90);
    private static final Duration MAX_LIFETIME = Duration.ofDays(365);

    /** @param groups the IP groups there are */
    static TokenDraft of(TokenDocument document, IpGroups groups, Instant now) {
        Faults faults = new Faults();
        faults.require(!document.name().isBlank(), "/name", "required", "Give the token a name.");
        Texts.requireLine(document.name(), MAX_NAME, "/name", faults);
        Role role = Roles.parse(document.role(), "/role", faults);
        Instant wanted = document.expiresAt();
        Instant expiresAt = wanted == null ? now.plus(DEFAULT_LIFETIME) : wanted;
        faults.require(
                expiresAt.isAfter(now) && !expiresAt.isAfter(now.plus(MAX_LIFETIME)),
                "/expiresAt",
                "out-of-range",
                "Within the next 365 days.");
        UUID ipGroup = document.ipGroup();
        IpGroupId group = ipGroup == null ? null : new IpGroupId(ipGroup);
        faults.require(
                group == null || groups.find(group).isPresent(),
                "/ipGroup",
                "unknown-group",
                "No IP group has that id.");
        requireNames(document.resources(), faults);
        faults.throwIfAny();
        Set<String> resources = document.resources().isEmpty() ? null : Set.copyOf(document.resources());
        return new TokenDraft(document.name(), role, resources, expiresAt, group);
    }

    private static void requireNames(List<String> resources, Faults faults) {
        faults.require(
                resources.size() <= MAX_RESOURCES, "/resources", "too-many", "At most " + MAX_RESOURCES + " names.");
        for (int i = 0; i < resources.size(); i++) {
            faults.require(
                    RESOURCE.matcher(resources.get(i)).matches(),
                    "/resources/" + i,
                    "not-a-name",
                    "The first name in the resource's path, such as domains.");
        }
    }
}
