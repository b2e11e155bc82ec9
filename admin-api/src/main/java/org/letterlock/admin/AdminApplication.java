package org.letterlock.admin;

import org.letterlock.admin.accesspolicy.AccessPolicyConfiguration;
import org.letterlock.admin.audit.AuditConfiguration;
import org.letterlock.admin.certificate.CertificateConfiguration;
import org.letterlock.admin.connection.ConnectionPolicyConfiguration;
import org.letterlock.admin.edge.EdgeConfiguration;
import org.letterlock.admin.explain.ExplainConfiguration;
import org.letterlock.admin.guessing.GuessingPolicyConfiguration;
import org.letterlock.admin.inbound.InboundConfiguration;
import org.letterlock.admin.ipgroup.IpGroupConfiguration;
import org.letterlock.admin.lockout.LockOutConfiguration;
import org.letterlock.admin.passwordhashing.PasswordHashingConfiguration;
import org.letterlock.admin.securitypolicy.SecurityPolicyConfiguration;
import org.letterlock.admin.service.ServicePolicyConfiguration;
import org.letterlock.admin.session.SessionConfiguration;
import org.letterlock.admin.setting.SettingConfiguration;
import org.letterlock.admin.smtp.SmtpConfiguration;
import org.letterlock.admin.system.SystemConfiguration;
import org.letterlock.admin.tls.HstsConfiguration;
import org.letterlock.admin.tls.TlsPolicyConfiguration;
import org.letterlock.admin.websession.WebSessionConfiguration;
import org.letterlock.service.LetterlockService;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.sealing.ClassKey;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.cloud.gateway.server.mvc.GatewayServerMvcAutoConfiguration;
import org.springframework.cloud.gateway.server.mvc.filter.FilterAutoConfiguration;
import org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctionAutoConfiguration;
import org.springframework.cloud.gateway.server.mvc.predicate.PredicateAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The administrator's one address: the edge in front of every service, and the settings of the doors. */
@LetterlockService(
        schema = "admin",
        keys = {ClassKey.CONFIG, ClassKey.INDEX, ClassKey.AUDIT, ClassKey.TLS})
@ImportAutoConfiguration({
    HttpClientAutoConfiguration.class,
    RestClientAutoConfiguration.class,
    GatewayServerMvcAutoConfiguration.class,
    FilterAutoConfiguration.class,
    HandlerFunctionAutoConfiguration.class,
    PredicateAutoConfiguration.class
})
@Import({
    AccessPolicyConfiguration.class,
    AuditConfiguration.class,
    CertificateConfiguration.class,
    ConnectionPolicyConfiguration.class,
    EdgeConfiguration.class,
    ExplainConfiguration.class,
    GuessingPolicyConfiguration.class,
    HstsConfiguration.class,
    IpGroupConfiguration.class,
    LockOutConfiguration.class,
    PasswordHashingConfiguration.class,
    SecurityPolicyConfiguration.class,
    ServicePolicyConfiguration.class,
    SessionConfiguration.class,
    SettingConfiguration.class,
    SmtpConfiguration.class,
    InboundConfiguration.class,
    SystemConfiguration.class,
    TlsPolicyConfiguration.class,
    WebSessionConfiguration.class
})
public class AdminApplication {
    /** Runs the service as a process of its own. */
    public static void main(String... arguments) {
        ServiceApplication.run(AdminApplication.class, "admin-api", arguments);
    }
}
