package org.letterlock.admin.websession;

import org.jspecify.annotations.Nullable;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.access.WebSessionPolicy;
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

/** {@code /web-sessions} (SESS-4): read by auditors, changed by full administrators. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/web-sessions")
class WebSessionController {
    private final SettingResource<WebSessionPolicy, WebSessionDocument> resource;

    WebSessionController(SettingResource<WebSessionPolicy, WebSessionDocument> resource) {
        this.resource = resource;
    }

    @GetMapping
    ResponseEntity<WebSessionDocument> read(Principal caller) {
        return resource.read(caller);
    }

    @PutMapping
    ResponseEntity<WebSessionDocument> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody WebSessionDocument document) {
        return resource.replace(caller, ifMatch, document);
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<WebSessionDocument> change(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        return resource.change(caller, ifMatch, patch);
    }
}
