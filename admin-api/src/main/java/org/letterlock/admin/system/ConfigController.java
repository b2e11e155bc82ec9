package org.letterlock.admin.system;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.letterlock.admin.system.ConfigChanges.Change;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.kafka.Replicas;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.Rollout;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /config}: how far the configuration has come; read by auditors. */
@RestController
class ConfigController {
    private final ConfigChanges changes;
    private final Replicas replicas;
    private final InstantSource clock;

    ConfigController(ConfigChanges changes, Replicas replicas, InstantSource clock) {
        this.changes = changes;
        this.replicas = replicas;
        this.clock = clock;
    }

    /** CFG-5. */
    @GetMapping("/api/v1/config/state")
    ConfigState state(Principal caller) {
        caller.require(Role.AUDITOR);
        return ConfigState.of(changes.version(), changes.newest(), replicas.known(), clock.instant());
    }

    /** CFG-3; of the last ten thousand changes. */
    @GetMapping("/api/v1/config/rollouts/{version}")
    RolloutView rollout(Principal caller, @PathVariable long version) {
        caller.require(Role.AUDITOR);
        Change change = changes.find(version).orElseThrow(ProblemException::notFound);
        Rollout rollout = replicas.progress(version, change.topics(), change.at());
        return new RolloutView(version, change.component(), change.at(), rollout.applied(), rollout.pending());
    }

    /**
     * A change and how far it has come.
     *
     * @param service which has made it
     * @param applied how many replicas have taken it in
     */
    record RolloutView(long version, String service, Instant at, int applied, List<Rollout.Replica> pending) {}
}
