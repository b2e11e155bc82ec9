package org.letterlock.auth.factorpolicy;

import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.factorpolicy.JdbcSecondFactorPolicies.Stored;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.DryRunnable;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Principal;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /domains/{id}/second-factor} (MFA-2), read by AUDITOR, written by FULL_ADMIN who has stepped up (ADM-5). */
@RestController
@DryRunnable
@RequestMapping("/api/v1/domains/{id}/second-factor")
class SecondFactorPolicyController {
    private final SecondFactorPolicies policies;
    private final Documents documents;

    SecondFactorPolicyController(SecondFactorPolicies policies, Documents documents) {
        this.policies = policies;
        this.documents = documents;
    }

    @GetMapping
    ResponseEntity<SecondFactorPolicyDocument> read(Principal principal, @PathVariable UUID id) {
        principal.require(Role.AUDITOR);
        return shown(policies.require(new DomainId(id)));
    }

    @PutMapping
    ResponseEntity<SecondFactorPolicyDocument> replace(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        return change(
                principal,
                id,
                ifMatch,
                _ -> documents.complete(body, SecondFactorPolicyDocument.DEFAULTS, SecondFactorPolicyDocument.class));
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<SecondFactorPolicyDocument> patch(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        return change(
                principal,
                id,
                ifMatch,
                current -> documents.patched(
                        body, current, SecondFactorPolicyDocument.DEFAULTS, SecondFactorPolicyDocument.class));
    }

    private ResponseEntity<SecondFactorPolicyDocument> change(
            Principal principal, UUID id, @Nullable String ifMatch, UnaryOperator<SecondFactorPolicyDocument> edit) {
        principal.require(Role.FULL_ADMIN);
        principal.requireStepUp();
        return shown(policies.change(principal, new DomainId(id), ifMatch, edit));
    }

    private static ResponseEntity<SecondFactorPolicyDocument> shown(Stored stored) {
        return ResponseEntity.ok()
                .eTag(Etags.of(stored.version()))
                .body(SecondFactorPolicyDocument.of(stored.policy()));
    }
}
