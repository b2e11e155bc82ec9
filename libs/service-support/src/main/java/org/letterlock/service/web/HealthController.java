package org.letterlock.service.web;

import java.util.Map;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells an orchestrator whether the process lives and whether it serves. Outside of the API; tells nothing else. */
@RestController
final class HealthController {
    private volatile boolean ready;
    private volatile boolean alive = true;

    @EventListener
    void onReadiness(AvailabilityChangeEvent<ReadinessState> change) {
        ready = change.getState() == ReadinessState.ACCEPTING_TRAFFIC;
    }

    @EventListener
    void onLiveness(AvailabilityChangeEvent<LivenessState> change) {
        alive = change.getState() == LivenessState.CORRECT;
    }

    @GetMapping("/health/live")
    ResponseEntity<Map<String, String>> live() {
        return answer(alive);
    }

    @GetMapping("/health/ready")
    ResponseEntity<Map<String, String>> ready() {
        return answer(ready);
    }

    private static ResponseEntity<Map<String, String>> answer(boolean up) {
        return ResponseEntity.status(up ? 200 : 503).body(Map.of("status", up ? "UP" : "DOWN"));
    }
}
