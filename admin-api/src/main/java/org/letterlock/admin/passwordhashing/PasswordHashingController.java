package org.letterlock.admin.passwordhashing;

import org.jspecify.annotations.Nullable;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.access.PasswordHashingPolicy;
import org.letterlock.service.web.DryRunnable;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Principal;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /password-hashing} (CRED-1): read by auditors, changed by full administrators. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/password-hashing")
class PasswordHashingController {
    private final SettingResource<PasswordHashingPolicy, PasswordHashingDocument> resource;

    PasswordHashingController(SettingResource<PasswordHashingPolicy, PasswordHashingDocument> resource) {
        this.resource = resource;
    }

    @GetMapping
    ResponseEntity<PasswordHashingDocument> read(Principal caller) {
        return resource.read(caller);
    }

    @PutMapping
    ResponseEntity<PasswordHashingDocument> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody PasswordHashingDocument document) {
        return resource.replace(caller, ifMatch, document);
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<PasswordHashingDocument> change(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        return resource.change(caller, ifMatch, patch);
    }
}
