package org.letterlock.senderpolicy.policy;

import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.senderpolicy.policy.SenderPolicyStore.Versioned;
import org.letterlock.service.web.DryRunnable;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /sender-policy}: read by auditors, changed by full administrators. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/sender-policy")
class SenderPolicyController {
    private final SenderPolicyStore store;
    private final MergePatch patches;
    private final Supplier<IpGroups> ipGroups;

    SenderPolicyController(SenderPolicyStore store, MergePatch patches, Supplier<IpGroups> ipGroups) {
        this.store = store;
        this.patches = patches;
        this.ipGroups = ipGroups;
    }

    @GetMapping
    ResponseEntity<Document> read(Principal caller) {
        caller.require(Role.AUDITOR);
        return reply(store.read());
    }

    @PutMapping
    ResponseEntity<Document> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Document document) {
        caller.require(Role.FULL_ADMIN);
        Versioned current = store.read();
        Etags.requireMatch(ifMatch, current.version());
        return reply(
                store.replace(current.version(), checked(document)).orElseThrow(ProblemException::changedMeanwhile));
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<Document> change(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        caller.require(Role.FULL_ADMIN);
        return replace(caller, ifMatch, patches.apply(Document.of(store.read().policy()), patch, Document.class));
    }

    private SenderPolicy checked(Document document) {
        UUID trusted = document.trustedSenders();
        if (trusted != null && ipGroups.get().find(new IpGroupId(trusted)).isEmpty()) {
            throw ProblemException.validation("/trustedSenders", "unknown-ip-group", "There is no such IP group.");
        }
        return document.policy();
    }

    private static ResponseEntity<Document> reply(Versioned stored) {
        return ResponseEntity.ok().eTag(Etags.of(stored.version())).body(Document.of(stored.policy()));
    }

    /**
     * The resource. What a PUT leaves out takes its default, and no default weakens security (API-5).
     *
     * @param antiSpoofing the server switch
     * @param requireLocalAuth whether senders of every local domain must log in
     * @param foreignSender {@code reject} or {@code allow}
     * @param trustedSenders id of an IP group; null for none
     * @param senderForGroups whether mail from a group's address gets a Sender field
     */
    record Document(
            @Nullable AntiSpoofing antiSpoofing,
            @Nullable Boolean requireLocalAuth,
            @Nullable ForeignSender foreignSender,
            @Nullable UUID trustedSenders,
            @Nullable Boolean senderForGroups) {

        record AntiSpoofing(@Nullable Boolean enabled) {}

        enum ForeignSender {
            reject,
            allow
        }

        static Document of(SenderPolicy policy) {
            IpGroupId trusted = policy.trustedSenders();
            return new Document(
                    new AntiSpoofing(policy.enabled()),
                    policy.requireLocalAuth(),
                    policy.allowForeignSender() ? ForeignSender.allow : ForeignSender.reject,
                    trusted == null ? null : trusted.value(),
                    policy.senderForGroups());
        }

        SenderPolicy policy() {
            return new SenderPolicy(
                    antiSpoofing == null || !Boolean.FALSE.equals(antiSpoofing.enabled()),
                    Boolean.TRUE.equals(requireLocalAuth),
                    foreignSender == ForeignSender.allow,
                    trustedSenders == null ? null : new IpGroupId(trustedSenders),
                    Boolean.TRUE.equals(senderForGroups));
        }
    }
}
