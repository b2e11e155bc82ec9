package org.letterlock.admin.system;

import java.util.LinkedHashMap;
import java.util.Map;
import org.letterlock.admin.certificate.DefaultCertificate;
import org.letterlock.admin.system.SystemHealth.State;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.kafka.BrokerHealth;
import org.letterlock.service.web.Principal;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /system/health}: read by auditors. */
@RestController
class SystemController {
    private final ServiceCalls services;
    private final JdbcClient jdbc;
    private final BrokerHealth broker;
    private final DefaultCertificate certificate;

    SystemController(ServiceCalls services, JdbcClient jdbc, BrokerHealth broker, DefaultCertificate certificate) {
        this.services = services;
        this.jdbc = jdbc;
        this.broker = broker;
        this.certificate = certificate;
    }

    @GetMapping("/api/v1/system/health")
    SystemHealth health(Principal caller) {
        caller.require(Role.AUDITOR);
        Map<String, State> states = new LinkedHashMap<>();
        services.get("/health/ready")
                .forEach((name, answer) -> states.put(name, answer.isPresent() ? State.UP : State.DOWN));
        State database = databaseAnswers() ? State.UP : State.DOWN;
        State kafka = broker.answers() ? State.UP : State.DOWN;
        boolean allUp = database == State.UP && kafka == State.UP && !states.containsValue(State.DOWN);
        return new SystemHealth(allUp ? State.UP : State.DOWN, database, kafka, states, shown());
    }

    private SystemHealth.Certificate shown() {
        DefaultCertificate.Shown shown = certificate.shown();
        return new SystemHealth.Certificate(shown.subject(), shown.notAfter(), shown.state());
    }

    private boolean databaseAnswers() {
        try {
            return jdbc.sql("select 1").query(Integer.class).single() == 1;
        } catch (DataAccessException e) {
            return false; // that it does not answer is the answer
        }
    }
}
