package org.letterlock.admin.securitypolicy;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.DryRunnable;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Principal;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /security-policy} (POL-1): read by auditors, changed by full administrators. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/security-policy")
class SecurityPolicyController {
    private final SettingResource<SecurityPolicy, SecurityPolicyDocument> resource;
    private final BiFunction<Principal, SecurityPolicyDocument, PolicyDryRun> dryRun;

    SecurityPolicyController(
            SettingResource<SecurityPolicy, SecurityPolicyDocument> resource,
            BiFunction<Principal, SecurityPolicyDocument, PolicyDryRun> dryRun) {
        this.resource = resource;
        this.dryRun = dryRun;
    }

    @GetMapping
    ResponseEntity<SecurityPolicyDocument> read(Principal caller) {
        return resource.read(caller);
    }

    @PutMapping
    ResponseEntity<SecurityPolicyDocument> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody SecurityPolicyDocument document) {
        return resource.replace(caller, ifMatch, document);
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<SecurityPolicyDocument> change(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        return resource.change(caller, ifMatch, patch);
    }

    /** Says what the document would do if it were put here; changes nothing (POL-11). */
    @PostMapping("/dry-run")
    PolicyDryRun dryRun(Principal caller, @RequestBody SecurityPolicyDocument document) {
        caller.require(Role.AUDITOR);
        return dryRun.apply(caller, document);
    }
}
