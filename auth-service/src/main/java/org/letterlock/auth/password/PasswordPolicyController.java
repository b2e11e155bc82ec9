package org.letterlock.auth.password;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Documents;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Principal;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
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

/** {@code /domains/{id}/password-policy}, read by AUDITOR, written by FULL_ADMIN, and {@code generate-password} beside it. */
@RestController
@RequestMapping("/api/v1/domains/{id}")
class PasswordPolicyController {
    /** A password that was made for somebody and is shown this once. */
    record Generated(String password) {
        @Override
        public String toString() {
            return "Generated[***]";
        }
    }

    private final PasswordPolicies policies;
    private final Documents documents;

    PasswordPolicyController(PasswordPolicies policies, Documents documents) {
        this.policies = policies;
        this.documents = documents;
    }

    @GetMapping("/password-policy")
    ResponseEntity<PasswordPolicyView> read(Principal principal, @PathVariable UUID id) {
        principal.require(Role.AUDITOR);
        return shown(policies.require(new DomainId(id)));
    }

    @PutMapping("/password-policy")
    ResponseEntity<PasswordPolicyView> replace(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        return shown(policies.change(
                new DomainId(id),
                ifMatch,
                _ -> documents.complete(body, PasswordPolicyDocument.DEFAULTS, PasswordPolicyDocument.class)));
    }

    @PatchMapping(path = "/password-policy", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<PasswordPolicyView> patch(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        return shown(policies.change(
                new DomainId(id),
                ifMatch,
                current -> documents.patched(
                        body, current, PasswordPolicyDocument.DEFAULTS, PasswordPolicyDocument.class)));
    }

    @PostMapping("/generate-password")
    ResponseEntity<Generated> generate(Principal principal, @PathVariable UUID id) {
        principal.require(Role.FULL_ADMIN);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Generated(policies.generate(new DomainId(id))));
    }

    private static ResponseEntity<PasswordPolicyView> shown(StoredPasswordPolicy stored) {
        return ResponseEntity.ok().eTag(Etags.of(stored.version())).body(PasswordPolicyView.of(stored));
    }
}
