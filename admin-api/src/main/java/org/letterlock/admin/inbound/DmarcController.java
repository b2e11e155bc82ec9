package org.letterlock.admin.inbound;

import org.jspecify.annotations.Nullable;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.inbound.DmarcEnforcement;
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

/** {@code /inbound/dmarc} (DMARC-3 to DMARC-6): read by auditors, changed by full administrators. */
@RestController
@RequestMapping("/api/v1/inbound/dmarc")
class DmarcController {
    private final SettingResource<DmarcEnforcement, DmarcDocument> resource;

    DmarcController(SettingResource<DmarcEnforcement, DmarcDocument> resource) {
        this.resource = resource;
    }

    @GetMapping
    ResponseEntity<DmarcDocument> read(Principal caller) {
        return resource.read(caller);
    }

    @PutMapping
    ResponseEntity<DmarcDocument> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody DmarcDocument document) {
        return resource.replace(caller, ifMatch, document);
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<DmarcDocument> change(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        return resource.change(caller, ifMatch, patch);
    }
}
