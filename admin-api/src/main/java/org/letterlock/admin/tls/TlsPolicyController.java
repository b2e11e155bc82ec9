package org.letterlock.admin.tls;

import org.jspecify.annotations.Nullable;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.access.TlsPolicy;
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

/** {@code /tls} (TLS-1, TLS-3): read by auditors, changed by full administrators. */
@RestController
@RequestMapping("/api/v1/tls")
class TlsPolicyController {
    private final SettingResource<TlsPolicy, TlsPolicyDocument> resource;

    TlsPolicyController(SettingResource<TlsPolicy, TlsPolicyDocument> resource) {
        this.resource = resource;
    }

    @GetMapping
    ResponseEntity<TlsPolicyDocument> read(Principal caller) {
        return resource.read(caller);
    }

    @PutMapping
    ResponseEntity<TlsPolicyDocument> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody TlsPolicyDocument document) {
        return resource.replace(caller, ifMatch, document);
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<TlsPolicyDocument> change(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        return resource.change(caller, ifMatch, patch);
    }
}
