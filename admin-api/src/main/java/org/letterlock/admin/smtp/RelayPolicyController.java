package org.letterlock.admin.smtp;

import org.jspecify.annotations.Nullable;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.smtp.RelayPolicy;
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

/** {@code /smtp/relay} (RELAY-1): read by auditors, changed by full administrators. */
@RestController
@RequestMapping("/api/v1/smtp/relay")
class RelayPolicyController {
    private final SettingResource<RelayPolicy, RelayPolicyDocument> resource;

    RelayPolicyController(SettingResource<RelayPolicy, RelayPolicyDocument> resource) {
        this.resource = resource;
    }

    @GetMapping
    ResponseEntity<RelayPolicyDocument> read(Principal caller) {
        return resource.read(caller);
    }

    @PutMapping
    ResponseEntity<RelayPolicyDocument> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody RelayPolicyDocument document) {
        requireStepUp(caller, document.confirm() != null);
        return resource.replace(caller, ifMatch, document);
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<RelayPolicyDocument> change(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        requireStepUp(caller, patch.hasNonNull("confirm"));
        return resource.change(caller, ifMatch, patch);
    }

    /** A relay is not opened without a confirmation, and so not without the second factor either (ADM-5). */
    private static void requireStepUp(Principal caller, boolean confirms) {
        caller.require(Role.FULL_ADMIN);
        if (confirms) {
            caller.requireStepUp();
        }
    }
}
