package org.letterlock.admin.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /services/exposure} (SVC-7): read by auditors, as a table or as what a firewall takes. */
@RestController
@RequestMapping("/api/v1/services/exposure")
class ExposureController {
    private final ServicePolicyStore store;

    ExposureController(ServicePolicyStore store) {
        this.store = store;
    }

    @GetMapping
    Page<Exposure.Rule> table(Principal caller) {
        caller.require(Role.AUDITOR);
        return Page.whole(rules());
    }

    @GetMapping(params = "format")
    Map<String, Object> document(Principal caller, @RequestParam String format) {
        caller.require(Role.AUDITOR);
        return switch (format) {
            case "networkpolicy" -> Exposure.networkPolicies(rules());
            case "nftables" ->
                throw new ProblemException(
                        ProblemType.FEATURE_UNAVAILABLE, "This version of the suite does not write nftables rules.");
            default -> throw ProblemException.validation("/format", "unknown-format", "\"networkpolicy\".");
        };
    }

    private List<Exposure.Rule> rules() {
        Map<String, ServicePolicy> policies = new HashMap<>();
        store.all().forEach((id, stored) -> policies.put(id, stored.policy()));
        return Exposure.rules(policies);
    }
}
