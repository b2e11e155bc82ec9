package org.letterlock.admin.guessing;

import org.jspecify.annotations.Nullable;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.access.GuessingPolicy;
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

/** {@code /guessing-protection} (GUESS-1, GUESS-8): read by auditors, changed by full administrators. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/guessing-protection")
class GuessingPolicyController {
    private final SettingResource<GuessingPolicy, GuessingPolicyDocument> resource;

    GuessingPolicyController(SettingResource<GuessingPolicy, GuessingPolicyDocument> resource) {
        this.resource = resource;
    }

    @GetMapping
    ResponseEntity<GuessingPolicyDocument> read(Principal caller) {
        return resource.read(caller);
    }

    @PutMapping
    ResponseEntity<GuessingPolicyDocument> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody GuessingPolicyDocument document) {
        return resource.replace(caller, ifMatch, document);
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<GuessingPolicyDocument> change(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        return resource.change(caller, ifMatch, patch);
    }
}
