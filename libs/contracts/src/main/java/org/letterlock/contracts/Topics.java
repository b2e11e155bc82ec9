package org.letterlock.contracts;

import java.time.Duration;
import java.util.List;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.access.HstsPolicy;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.PasswordHashingPolicy;
import org.letterlock.contracts.access.PolicyReleaseReply;
import org.letterlock.contracts.access.PolicyReleaseRequest;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.ServerCertificate;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.TlsPolicy;
import org.letterlock.contracts.access.WebSessionPolicy;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.AddressRecord;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.dkim.VerifyReply;
import org.letterlock.contracts.dkim.VerifyRequest;
import org.letterlock.contracts.event.AuditEvent;
import org.letterlock.contracts.event.DeliveryEvent;
import org.letterlock.contracts.event.Notice;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.contracts.inbound.DmarcEnforcement;
import org.letterlock.contracts.inbound.DmarcReply;
import org.letterlock.contracts.inbound.DmarcRequest;
import org.letterlock.contracts.inbound.SpfPolicy;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.contracts.inbound.SpfRequest;
import org.letterlock.contracts.lockout.LockOut;
import org.letterlock.contracts.lockout.LockOutRequest;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mailbox.MailboxChanged;
import org.letterlock.contracts.replica.ReplicaState;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.contracts.session.SessionCommand;
import org.letterlock.contracts.session.SessionReport;
import org.letterlock.contracts.smtp.ClientCount;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.contracts.smtp.RelayPolicy;
import org.letterlock.contracts.smtp.SmtpLimits;

/** Every topic of the suite. Topics are created from {@link #ALL} when a service starts, and nowhere else. */
public final class Topics {
    private static final Duration DIALOGUE = Duration.ofSeconds(60);

    /** Key: queue id. Written by smtp-ingress and smtp-egress (bounces); read by mailstore-service and smtp-egress. */
    public static final Topic<AcceptedMessage> MAIL_ACCEPTED = Topic.keptFor(
                    "mail.accepted", AcceptedMessage.class, 4, Duration.ofDays(7))
            .flushedBeforeAcknowledged();

    /** Key: connection id. Written by the ingress services; read by auth-service. */
    public static final Topic<AuthenticationRequest> AUTH_REQUESTS =
            Topic.keptFor("auth.requests", AuthenticationRequest.class, 4, DIALOGUE);

    /** Key: connection id. Written by auth-service; read by the instance that asked. */
    public static final Topic<AuthenticationReply> AUTH_REPLIES =
            Topic.keptFor("auth.replies", AuthenticationReply.class, 4, DIALOGUE);

    /** Key: connection id. Written by smtp-ingress; read by sender-policy-service. */
    public static final Topic<SenderCheckRequest> SENDER_POLICY_REQUESTS =
            Topic.keptFor("sender-policy.requests", SenderCheckRequest.class, 4, DIALOGUE);

    /** Key: connection id. Written by sender-policy-service; read by the instance that asked. */
    public static final Topic<SenderCheckReply> SENDER_POLICY_REPLIES =
            Topic.keptFor("sender-policy.replies", SenderCheckReply.class, 4, DIALOGUE);

    /** Key: connection id. Written by smtp-ingress; read by sender-policy-service. */
    public static final Topic<SpfRequest> SPF_REQUESTS = Topic.keptFor("spf.requests", SpfRequest.class, 4, DIALOGUE);

    /** Key: connection id. Written by sender-policy-service; read by the instance that asked. */
    public static final Topic<SpfReply> SPF_REPLIES = Topic.keptFor("spf.replies", SpfReply.class, 4, DIALOGUE);

    /** Key: queue id. Written by smtp-ingress and smtp-egress; read by dkim-service. */
    public static final Topic<SignRequest> DKIM_REQUESTS =
            Topic.keptFor("dkim.requests", SignRequest.class, 4, DIALOGUE);

    /** Key: queue id. Written by dkim-service; read by the instance that asked. */
    public static final Topic<SignReply> DKIM_REPLIES = Topic.keptFor("dkim.replies", SignReply.class, 4, DIALOGUE);

    /** Key: connection id. Written by smtp-ingress; read by dkim-service. */
    public static final Topic<VerifyRequest> DKIM_VERIFY_REQUESTS =
            Topic.keptFor("dkim-verify.requests", VerifyRequest.class, 4, DIALOGUE);

    /** Key: connection id. Written by dkim-service; read by the instance that asked. */
    public static final Topic<VerifyReply> DKIM_VERIFY_REPLIES =
            Topic.keptFor("dkim-verify.replies", VerifyReply.class, 4, DIALOGUE);

    /** Key: connection id. Written by smtp-ingress; read by sender-policy-service. */
    public static final Topic<DmarcRequest> DMARC_REQUESTS =
            Topic.keptFor("dmarc.requests", DmarcRequest.class, 4, DIALOGUE);

    /** Key: connection id. Written by sender-policy-service; read by the instance that asked. */
    public static final Topic<DmarcReply> DMARC_REPLIES = Topic.keptFor("dmarc.replies", DmarcReply.class, 4, DIALOGUE);

    /** Key: domain id. Written by auth-service; read by every service that looks at addresses. */
    public static final Topic<DomainRecord> DIRECTORY_DOMAINS =
            Topic.compacted("directory.domains", DomainRecord.class);

    /** Key: account id. Written by auth-service; read by every service that looks at addresses. */
    public static final Topic<AccountRecord> DIRECTORY_ACCOUNTS =
            Topic.compacted("directory.accounts", AccountRecord.class);

    /** Key: id of the group or alias. Written by auth-service; read by every service that looks at addresses. */
    public static final Topic<AddressRecord> DIRECTORY_ADDRESSES =
            Topic.compacted("directory.addresses", AddressRecord.class);

    /** Key: id of the IP group. Written by admin-api; read by every listener. */
    public static final Topic<IpGroup> POLICY_IP_GROUPS = Topic.compacted("policy.ip-groups", IpGroup.class);

    /** Key: service id, such as {@code smtp}. Written by admin-api; read by every listener and by auth-service. */
    public static final Topic<ServicePolicy> POLICY_SERVICES = Topic.compacted("policy.services", ServicePolicy.class);

    /** Key: {@code security}. Written by admin-api; read by every listener and by auth-service. */
    public static final Topic<SecurityPolicy> POLICY_SECURITY =
            Topic.compacted("policy.security", SecurityPolicy.class);

    /** Key: {@code connections}. Written by admin-api; read by every listener. */
    public static final Topic<ConnectionPolicy> POLICY_CONNECTIONS =
            Topic.compacted("policy.connections", ConnectionPolicy.class);

    /** Key: id of the access policy. Written by admin-api; read by auth-service and every listener. */
    public static final Topic<AccessPolicy> POLICY_ACCESS = Topic.compacted("policy.access", AccessPolicy.class);

    /** Key: id of the access policy. Written by admin-api; read by auth-service. */
    public static final Topic<PolicyReleaseRequest> POLICY_RELEASE_REQUESTS =
            Topic.keptFor("policy-release.requests", PolicyReleaseRequest.class, 1, DIALOGUE);

    /** Key: id of the access policy. Written by auth-service; read by the instance that asked. */
    public static final Topic<PolicyReleaseReply> POLICY_RELEASE_REPLIES =
            Topic.keptFor("policy-release.replies", PolicyReleaseReply.class, 1, DIALOGUE);

    /** Key: random. Written by admin-api; read by auth-service. */
    public static final Topic<LockOutRequest> LOCK_OUT_REQUESTS =
            Topic.keptFor("lock-out.requests", LockOutRequest.class, 1, DIALOGUE);

    /** Key: random. Written by auth-service; read by the instance that asked. */
    public static final Topic<LockOut> LOCK_OUT_REPLIES = Topic.keptFor("lock-out.replies", LockOut.class, 1, DIALOGUE);

    /** Key: {@code guessing}. Written by admin-api; read by auth-service. */
    public static final Topic<GuessingPolicy> POLICY_GUESSING =
            Topic.compacted("policy.guessing", GuessingPolicy.class);

    /** Key: {@code password-hashing}. Written by admin-api; read by auth-service. */
    public static final Topic<PasswordHashingPolicy> POLICY_PASSWORD_HASHING =
            Topic.compacted("policy.password-hashing", PasswordHashingPolicy.class);

    /** Key: {@code web-sessions}. Written by admin-api; read by auth-service. */
    public static final Topic<WebSessionPolicy> POLICY_WEB_SESSIONS =
            Topic.compacted("policy.web-sessions", WebSessionPolicy.class);

    /** Key: {@code tls}. Written by admin-api; read by every listener and smtp-egress. */
    public static final Topic<TlsPolicy> POLICY_TLS = Topic.compacted("policy.tls", TlsPolicy.class);

    /** Key: certificate id. Written by admin-api; read by every listener. */
    public static final Topic<ServerCertificate> POLICY_CERTIFICATES =
            Topic.compacted("policy.certificates", ServerCertificate.class);

    /** Key: {@code hsts}. Written by admin-api; read by the replicas of admin-api. */
    public static final Topic<HstsPolicy> POLICY_HSTS = Topic.compacted("policy.hsts", HstsPolicy.class);

    /** Key: {@code limits}. Written by admin-api; read by smtp-ingress and auth-service. */
    public static final Topic<SmtpLimits> POLICY_SMTP_LIMITS = Topic.compacted("policy.smtp-limits", SmtpLimits.class);

    /** Key: address of the client. A message was taken from it. Written by smtp-ingress; read by smtp-ingress replicas (LIMIT-2). */
    public static final Topic<ClientCount> SMTP_MESSAGES_TAKEN =
            Topic.keptFor("smtp.messages-taken", ClientCount.class, 1, DIALOGUE);

    /** Key: address of the client. It named a recipient that nobody is. Written by smtp-ingress; read by auth-service (LIMIT-4). */
    public static final Topic<ClientCount> SMTP_UNKNOWN_RECIPIENTS =
            Topic.keptFor("smtp.unknown-recipients", ClientCount.class, 1, Duration.ofHours(1));

    /** Key: {@code relay}. Written by admin-api; read by smtp-ingress. */
    public static final Topic<RelayPolicy> POLICY_RELAY = Topic.compacted("policy.relay", RelayPolicy.class);

    /** Key: {@code delivery}. Written by admin-api; read by smtp-egress and smtp-ingress. */
    public static final Topic<DeliveryPolicy> POLICY_DELIVERY =
            Topic.compacted("policy.delivery", DeliveryPolicy.class);

    /** Key: address and prefix length. Written by auth-service; read by every listener. */
    public static final Topic<AddressBlock> ACCESS_BLOCKS = Topic.compacted("access.blocks", AddressBlock.class);

    /** Key: id of the request. Written by admin-api and auth-service; read by every replica that holds sessions. */
    public static final Topic<SessionCommand> SESSION_COMMANDS =
            Topic.keptFor("session.commands", SessionCommand.class, 1, DIALOGUE);

    /** Key: id of the replica. Written by the replicas that hold sessions; read by admin-api. */
    public static final Topic<SessionReport> SESSION_REPORTS =
            Topic.keptFor("session.reports", SessionReport.class, 1, DIALOGUE);

    /** Key: {@code sender}. Written by sender-policy-service; read by sender-policy-service replicas. */
    public static final Topic<SenderPolicy> POLICY_SENDER = Topic.compacted("policy.sender", SenderPolicy.class);

    /** Key: {@code spf}. Written by admin-api; read by smtp-ingress and sender-policy-service. */
    public static final Topic<SpfPolicy> POLICY_SPF = Topic.compacted("policy.spf", SpfPolicy.class);

    /** Key: {@code dmarc}. Written by admin-api; read by smtp-ingress and sender-policy-service. */
    public static final Topic<DmarcEnforcement> POLICY_DMARC = Topic.compacted("policy.dmarc", DmarcEnforcement.class);

    /** Key: account id. Written by mailstore-service; read by mailbox-ingress. A lost event only delays a push. */
    public static final Topic<MailboxChanged> MAILBOX_EVENTS =
            Topic.keptFor("mailbox.events", MailboxChanged.class, 4, Duration.ofHours(1));

    /** Key: queue id. Written by mailstore-service and smtp-egress; read by admin-api. */
    public static final Topic<DeliveryEvent> DELIVERY_EVENTS =
            Topic.keptFor("delivery.events", DeliveryEvent.class, 2, Duration.ofDays(7));

    /** Key: connection id. Written by every service; read by admin-api. */
    public static final Topic<SecurityEvent> SECURITY_EVENTS =
            Topic.keptFor("security.events", SecurityEvent.class, 2, Duration.ofDays(7));

    /** Key: id of the notice. Written by auth-service, sender-policy-service and admin-api; read by smtp-egress. */
    public static final Topic<Notice> NOTICES = Topic.keptFor("notices", Notice.class, 1, Duration.ofDays(7));

    /** Key: id of the event. Written by every service that holds configuration; read by admin-api. */
    public static final Topic<AuditEvent> AUDIT_EVENTS =
            Topic.keptFor("audit.events", AuditEvent.class, 1, Duration.ofDays(7));

    /** Key: replica id. Written and read by every service. */
    public static final Topic<ReplicaState> REPLICA_STATES =
            Topic.keptFor("replica.states", ReplicaState.class, 1, DIALOGUE);

    /** The whole catalogue, in the order of the documentation. */
    public static final List<Topic<?>> ALL = List.of(
            MAIL_ACCEPTED,
            AUTH_REQUESTS,
            AUTH_REPLIES,
            SENDER_POLICY_REQUESTS,
            SENDER_POLICY_REPLIES,
            SPF_REQUESTS,
            SPF_REPLIES,
            DKIM_REQUESTS,
            DKIM_REPLIES,
            DKIM_VERIFY_REQUESTS,
            DKIM_VERIFY_REPLIES,
            DMARC_REQUESTS,
            DMARC_REPLIES,
            DIRECTORY_DOMAINS,
            DIRECTORY_ACCOUNTS,
            DIRECTORY_ADDRESSES,
            POLICY_IP_GROUPS,
            POLICY_SERVICES,
            POLICY_SECURITY,
            POLICY_CONNECTIONS,
            POLICY_ACCESS,
            POLICY_RELEASE_REQUESTS,
            POLICY_RELEASE_REPLIES,
            LOCK_OUT_REQUESTS,
            LOCK_OUT_REPLIES,
            POLICY_GUESSING,
            POLICY_PASSWORD_HASHING,
            POLICY_WEB_SESSIONS,
            POLICY_TLS,
            POLICY_CERTIFICATES,
            POLICY_HSTS,
            POLICY_SMTP_LIMITS,
            SMTP_MESSAGES_TAKEN,
            SMTP_UNKNOWN_RECIPIENTS,
            POLICY_RELAY,
            POLICY_DELIVERY,
            POLICY_SENDER,
            POLICY_SPF,
            POLICY_DMARC,
            ACCESS_BLOCKS,
            SESSION_COMMANDS,
            SESSION_REPORTS,
            MAILBOX_EVENTS,
            DELIVERY_EVENTS,
            SECURITY_EVENTS,
            NOTICES,
            AUDIT_EVENTS,
            REPLICA_STATES);

    private Topics() {}
}
