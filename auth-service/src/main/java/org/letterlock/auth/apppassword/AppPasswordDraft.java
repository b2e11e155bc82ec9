package org.letterlock.auth.apppassword;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Texts;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.service.web.Faults;

/** A wish for an app password that was found acceptable. */
record AppPasswordDraft(
        String name,
        Set<MailProtocol> protocols,
        @Nullable IpGroupId ipGroup,
        @Nullable Instant expiresAt) {
    private static final int MAX_NAME = 100;

    AppPasswordDraft {
        protocols = Set.copyOf(protocols);
    }

    /** @param groups the IP groups there are */
    static AppPasswordDraft of(AppPasswordDocument document, IpGroups groups, Instant now) {
        Faults faults = new Faults();
        faults.require(!document.name().isBlank(), "/name", "required", "Name the program that it is for.");
        Texts.requireLine(document.name(), MAX_NAME, "/name", faults);
        Set<MailProtocol> protocols = protocols(document.services(), faults);
        UUID ipGroup = document.ipGroup();
        IpGroupId group = ipGroup == null ? null : new IpGroupId(ipGroup);
        faults.require(
                group == null || groups.find(group).isPresent(),
                "/ipGroup",
                "unknown-group",
                "No IP group has that id.");
        Instant expiresAt = document.expiresAt();
        faults.require(
                expiresAt == null || expiresAt.isAfter(now), "/expiresAt", "out-of-range", "Later than now, or null.");
        faults.throwIfAny();
        return new AppPasswordDraft(document.name(), protocols, group, expiresAt);
    }

    private static Set<MailProtocol> protocols(List<String> names, Faults faults) {
        Set<MailProtocol> protocols = EnumSet.noneOf(MailProtocol.class);
        faults.require(!names.isEmpty(), "/services", "required", "Name at least one service.");
        for (int i = 0; i < names.size(); i++) {
            Optional<MailProtocol> protocol = MailProtocol.find(names.get(i));
            faults.require(
                    protocol.isPresent(), "/services/" + i, "unknown-service", "One of smtp, imap, pop3, nntp, ldap.");
            protocol.ifPresent(protocols::add);
        }
        return protocols;
    }
}
