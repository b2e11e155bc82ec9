package org.letterlock.admin.connection;

import org.jspecify.annotations.Nullable;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.access.ConnectionPolicy;
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

/** {@code /connection-policy} (SVC-5, CONN-3): read by auditors, changed by full administrators. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/connection-policy")
class ConnectionPolicyController {
    private final SettingResource<ConnectionPolicy, ConnectionPolicyDocument> resource;

    ConnectionPolicyController(SettingResource<ConnectionPolicy, ConnectionPolicyDocument> resource) {
        this.resource = resource;
    }

    @GetMapping
    ResponseEntity<ConnectionPolicyDocument> read(Principal caller) {
        return resource.read(caller);
    }

    @PutMapping
    ResponseEntity<ConnectionPolicyDocument> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody ConnectionPolicyDocument document) {
        return resource.replace(caller, ifMatch, document);
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<ConnectionPolicyDocument> change(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        return resource.change(caller, ifMatch, patch);
    }
}
