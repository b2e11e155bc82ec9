package org.letterlock.service.codec;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.access.HstsPolicy;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroup.Match;
import org.letterlock.contracts.access.IpGroupId;
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
import org.letterlock.contracts.authentication.SealedResponse;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.dkim.BodyHash;
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
import org.letterlock.contracts.lockout.RuleChange;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.KeyEnvelope;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxChanged;
import org.letterlock.contracts.replica.ReplicaState;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.contracts.session.SessionCommand;
import org.letterlock.contracts.session.SessionReport;
import org.letterlock.contracts.session.SessionSelection;
import org.letterlock.contracts.smtp.ClientCount;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.contracts.smtp.PeerLimits;
import org.letterlock.contracts.smtp.RelayPolicy;
import org.letterlock.contracts.smtp.SmtpLimits;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.service.codec.GoldenRecordsTest.Sample;

/** One value of each record that crosses a topic. */
final class Samples {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final UUID ID = UUID.fromString("01952f5e-7c00-7000-8000-000000000001");
    private static final AddrSpec ANNA = new AddrSpec("anna", new Domain("example.org"));
    private static final AddrSpec BOB = new AddrSpec("bob smith", new Domain("example.net"));
    private static final AccountId ACCOUNT = new AccountId(ID);
    private static final Octets OCTETS = Octets.wrap(new byte[] {0, 1, (byte) 0xFF});

    private Samples() {}

    static List<Sample<?>> all() {
        return List.of(
                new Sample<>("audit-event", AuditEvent.class, auditEvent()),
                new Sample<>(
                        "replica-state",
                        ReplicaState.class,
                        new ReplicaState(ID, "smtp-ingress", AT, Map.of("policy.services", 7L), false)),
                new Sample<>(
                        "replica-state-2",
                        ReplicaState.class,
                        new ReplicaState(
                                ID,
                                "smtp-ingress",
                                AT,
                                Map.of("policy.services", 7L),
                                false,
                                Set.of(ID),
                                Map.of("smtp", 3))),
                new Sample<>("accepted-message-inline", AcceptedMessage.class, accepted(inline())),
                new Sample<>("accepted-message-stored", AcceptedMessage.class, accepted(stored())),
                new Sample<>("accepted-message-2", AcceptedMessage.class, accepted(inline(), "<1@example.org>", false)),
                new Sample<>("accepted-message-3", AcceptedMessage.class, accepted(inline(), "<1@example.org>", true)),
                new Sample<>("lock-out-request", LockOutRequest.class, lockOutRequest()),
                new Sample<>("lock-out", LockOut.class, lockOut()),
                new Sample<>("authentication-begin", AuthenticationRequest.class, begin()),
                new Sample<>(
                        "authentication-continue",
                        AuthenticationRequest.class,
                        new AuthenticationRequest.Continue(ID, OCTETS, response())),
                new Sample<>(
                        "authentication-check-token",
                        AuthenticationRequest.class,
                        new AuthenticationRequest.CheckToken(OCTETS, "192.0.2.1")),
                new Sample<>(
                        "authentication-challenge",
                        AuthenticationReply.class,
                        new AuthenticationReply.Challenge(OCTETS, OCTETS)),
                new Sample<>(
                        "authentication-granted",
                        AuthenticationReply.class,
                        new AuthenticationReply.Granted(ACCOUNT, "anna@example.org", ID, null)),
                new Sample<>(
                        "authentication-granted-2",
                        AuthenticationReply.class,
                        new AuthenticationReply.Granted(ACCOUNT, "anna@example.org", null, OCTETS, 7L)),
                new Sample<>(
                        "authentication-refused",
                        AuthenticationReply.class,
                        new AuthenticationReply.Refused(AuthenticationReply.Reason.CREDENTIALS)),
                new Sample<>(
                        "authentication-token-accepted",
                        AuthenticationReply.class,
                        new AuthenticationReply.TokenAccepted(
                                ACCOUNT, "anna@example.org", Role.FULL_ADMIN, ID, AT, true)),
                new Sample<>(
                        "authentication-token-accepted-2",
                        AuthenticationReply.class,
                        new AuthenticationReply.TokenAccepted(
                                ACCOUNT, "anna@example.org", Role.USER, ID, AT, false, Set.of("domains"))),
                new Sample<>(
                        "authentication-token-accepted-3",
                        AuthenticationReply.class,
                        new AuthenticationReply.TokenAccepted(
                                ACCOUNT, "anna@example.org", Role.USER, ID, AT, false, null, true, true)),
                new Sample<>(
                        "authentication-check-token-2",
                        AuthenticationRequest.class,
                        new AuthenticationRequest.CheckToken(OCTETS, "192.0.2.1", true)),
                new Sample<>(
                        "sender-check-at-mail-from",
                        SenderCheckRequest.class,
                        new SenderCheckRequest.AtMailFrom(null, "192.0.2.1", new ReversePath.Null())),
                new Sample<>(
                        "sender-check-at-header",
                        SenderCheckRequest.class,
                        new SenderCheckRequest.AtHeader(ACCOUNT, "192.0.2.1", List.of(ANNA), BOB)),
                new Sample<>(
                        "spf-request",
                        SpfRequest.class,
                        new SpfRequest(IpAddress.parse("192.0.2.1").require(), "mx.example", new ReversePath.To(ANNA))),
                new Sample<>(
                        "spf-request-2",
                        SpfRequest.class,
                        new SpfRequest(
                                IpAddress.parse("192.0.2.1").require(),
                                "mx.example",
                                new ReversePath.To(ANNA),
                                true,
                                true,
                                true)),
                new Sample<>(
                        "spf-reply-of-limits",
                        SpfReply.class,
                        new SpfReply(List.of(), new SpfReply.Refusal(SpfReply.Reason.SENDER_DOMAIN_NULL_MX, ""))),
                new Sample<>(
                        "spf-reply",
                        SpfReply.class,
                        new SpfReply(
                                List.of(
                                        new SpfReply.Check(
                                                SpfReply.Identity.HELO, SpfReply.Result.NONE, "mx.example", ""),
                                        new SpfReply.Check(
                                                SpfReply.Identity.MAIL_FROM,
                                                SpfReply.Result.FAIL,
                                                "example.org",
                                                "matched -all")),
                                new SpfReply.Refusal(SpfReply.Reason.FAIL, "not one of ours"))),
                new Sample<>(
                        "spf-reply-2",
                        SpfReply.class,
                        new SpfReply(List.of(), null, new SpfReply.ClientName(SpfReply.NameResult.PASS, "mx.example"))),
                new Sample<>(
                        "dmarc-request",
                        DmarcRequest.class,
                        new DmarcRequest(
                                List.of(OCTETS),
                                List.of(new SpfReply.Check(
                                        SpfReply.Identity.MAIL_FROM, SpfReply.Result.PASS, "example.org", "")),
                                List.of(signature()),
                                true)),
                new Sample<>(
                        "dmarc-reply",
                        DmarcReply.class,
                        new DmarcReply(
                                DmarcReply.Result.FAIL,
                                "example.org",
                                DmarcReply.Policy.REJECT,
                                DmarcReply.Disposition.JUNK,
                                "nothing is aligned")),
                new Sample<>(
                        "dmarc-enforcement",
                        DmarcEnforcement.class,
                        new DmarcEnforcement(
                                DmarcEnforcement.OnReject.ALWAYS,
                                new IpGroupId(ID),
                                Set.of(new Domain("example.org")))),
                new Sample<>("sender-check-permitted", SenderCheckReply.class, new SenderCheckReply.Permitted(ANNA)),
                new Sample<>(
                        "sender-check-refused",
                        SenderCheckReply.class,
                        new SenderCheckReply.Refused(
                                SenderCheckReply.Identity.FROM, BOB, SenderCheckReply.Rule.NOT_OWN_ADDRESS)),
                new Sample<>(
                        "verify-request",
                        VerifyRequest.class,
                        new VerifyRequest(
                                List.of(OCTETS), List.of(new BodyHash(Canonicalization.SIMPLE, 12, "AQI=", 14)), 10)),
                new Sample<>(
                        "verify-reply",
                        VerifyReply.class,
                        new VerifyReply(List.of(signature()), new VerifyReply.Chain(true, "", 2, 1))),
                new Sample<>(
                        "sign-request",
                        SignRequest.class,
                        new SignRequest(new QueueId(ID), new Domain("example.org"), List.of(OCTETS), OCTETS)),
                new Sample<>("sign-signed", SignReply.class, new SignReply.Signed(List.of(OCTETS))),
                new Sample<>("sign-unsigned", SignReply.class, new SignReply.Unsigned(SignReply.Reason.NO_KEYS)),
                new Sample<>("domain", DomainRecord.class, domain()),
                new Sample<>("account", AccountRecord.class, account()),
                new Sample<>("account-2", AccountRecord.class, account2()),
                new Sample<>("group", AddressRecord.class, group()),
                new Sample<>("alias", AddressRecord.class, alias()),
                new Sample<>("ip-group", IpGroup.class, ipGroup()),
                new Sample<>("service-policy", ServicePolicy.class, servicePolicy()),
                new Sample<>(
                        "service-policy-2", ServicePolicy.class, servicePolicy().admitting(null, true)),
                new Sample<>(
                        "connection-policy-3",
                        ConnectionPolicy.class,
                        new ConnectionPolicy(0, 128, 7, ConnectionPolicy.Disclosure.FULL, false, new IpGroupId(ID))),
                new Sample<>("tls-policy", TlsPolicy.class, TlsPolicy.DEFAULT),
                new Sample<>("web-session-policy", WebSessionPolicy.class, WebSessionPolicy.DEFAULT),
                new Sample<>("hsts-policy", HstsPolicy.class, HstsPolicy.DEFAULT),
                new Sample<>(
                        "server-certificate",
                        ServerCertificate.class,
                        new ServerCertificate(ID, List.of(OCTETS, OCTETS), OCTETS, true)),
                new Sample<>("security-policy", SecurityPolicy.class, securityPolicy(null, null)),
                new Sample<>("security-policy-2", SecurityPolicy.class, securityPolicy(true, false)),
                new Sample<>("connection-policy", ConnectionPolicy.class, new ConnectionPolicy(30, 64, null)),
                new Sample<>("connection-policy-2", ConnectionPolicy.class, ConnectionPolicy.DEFAULT),
                new Sample<>("access-policy", AccessPolicy.class, accessPolicy()),
                new Sample<>(
                        "policy-release-request",
                        PolicyReleaseRequest.class,
                        new PolicyReleaseRequest(new AccessPolicyId(ID), new AccessPolicyId(ID), false)),
                new Sample<>(
                        "policy-release-request-2",
                        PolicyReleaseRequest.class,
                        new PolicyReleaseRequest(new AccessPolicyId(ID), null, true)),
                new Sample<>("policy-released", PolicyReleaseReply.class, new PolicyReleaseReply.Released(2)),
                new Sample<>("policy-in-use", PolicyReleaseReply.class, new PolicyReleaseReply.InUse(3)),
                new Sample<>(
                        "session-command-report",
                        SessionCommand.class,
                        new SessionCommand.Report(ID, new SessionSelection.All())),
                new Sample<>(
                        "session-command-report-one",
                        SessionCommand.class,
                        new SessionCommand.Report(ID, new SessionSelection.One(ID))),
                new Sample<>(
                        "session-command-end",
                        SessionCommand.class,
                        new SessionCommand.End(ID, new SessionSelection.OfAccount(ACCOUNT))),
                new Sample<>(
                        "session-command-end-credential",
                        SessionCommand.class,
                        new SessionCommand.EndCredential(ID, ID)),
                new Sample<>(
                        "session-present", SessionReport.class, new SessionReport.Present(ID, "smtp-ingress", true)),
                new Sample<>(
                        "session-report",
                        SessionReport.class,
                        new SessionReport.Sessions(ID, ID, true, List.of(liveSession()))),
                new Sample<>("guessing-policy", GuessingPolicy.class, GuessingPolicy.DEFAULT),
                new Sample<>("password-hashing-policy", PasswordHashingPolicy.class, PasswordHashingPolicy.DEFAULT),
                new Sample<>(
                        "address-block",
                        AddressBlock.class,
                        new AddressBlock("2001:db8::", 64, AT, AT.plusSeconds(300), AddressBlock.Reason.GUESSING)),
                new Sample<>("smtp-limits", SmtpLimits.class, SmtpLimits.DEFAULT),
                new Sample<>(
                        "smtp-limits-2",
                        SmtpLimits.class,
                        SmtpLimits.DEFAULT.with(new PeerLimits(200, 5, false, false, new IpGroupId(ID)))),
                new Sample<>(
                        "smtp-limits-3",
                        SmtpLimits.class,
                        SmtpLimits.DEFAULT.with(new PeerLimits(200, 5, true, true, null))),
                new Sample<>(
                        "client-count",
                        ClientCount.class,
                        new ClientCount(ID, ID, IpAddress.parse("192.0.2.1").require(), AT)),
                new Sample<>(
                        "relay-policy",
                        RelayPolicy.class,
                        new RelayPolicy(RelayPolicy.Mode.OPEN, true, new IpGroupId(ID))),
                new Sample<>(
                        "spf-policy",
                        SpfPolicy.class,
                        new SpfPolicy(SpfPolicy.Action.BLOCK, SpfPolicy.Action.LOG, "no", new IpGroupId(ID))),
                new Sample<>("delivery-policy", DeliveryPolicy.class, DeliveryPolicy.DEFAULT),
                new Sample<>("sender-policy", SenderPolicy.class, SenderPolicy.DEFAULT),
                new Sample<>(
                        "mailbox-changed",
                        MailboxChanged.class,
                        new MailboxChanged(ACCOUNT, new FolderId(ID), new ModSeq(7))),
                new Sample<>(
                        "delivery-event",
                        DeliveryEvent.class,
                        new DeliveryEvent(
                                new QueueId(ID),
                                new Destination.Remote(BOB),
                                DeliveryEvent.Outcome.DELAYED,
                                "451 4.7.1 later",
                                AT)),
                new Sample<>(
                        "security-event",
                        SecurityEvent.class,
                        new SecurityEvent("spoof.rejected", AT, "submission", "192.0.2.1", Map.of("address", "a@b.c"))),
                new Sample<>("notice", Notice.class, new Notice(ID, List.of(ANNA), "Subject", "Text\n")));
    }

    private static LockOutRequest lockOutRequest() {
        return new LockOutRequest(
                new RuleChange(
                        securityPolicy(true, false),
                        List.of(servicePolicy()),
                        List.of(ipGroup()),
                        Set.of(new IpGroupId(ID)),
                        List.of(accessPolicy()),
                        List.of(new RuleChange.Reassignment(new AccessPolicyId(ID), null)),
                        ConnectionPolicy.DEFAULT),
                new LockOutRequest.Caller(ACCOUNT, ID, "192.0.2.1"));
    }

    private static LockOut lockOut() {
        return new LockOut(
                1,
                Map.of(LockOut.Cause.DIGEST_ONLY, 1L),
                List.of(new LockOut.Affected("anna@example.org", "imap", LockOut.Cause.DIGEST_ONLY, true)),
                OCTETS,
                ID,
                false,
                true);
    }

    private static SecurityPolicy securityPolicy(@Nullable Boolean tlsTunnel, @Nullable Boolean authOnPort25) {
        return new SecurityPolicy(
                SecurityPolicy.Mode.ENCRYPTED,
                null,
                null,
                List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN", "LOGIN"),
                tlsTunnel,
                authOnPort25);
    }

    private static AuditEvent auditEvent() {
        return new AuditEvent(
                ID,
                AT,
                "config.changed",
                "auth",
                new AuditEvent.Actor(ACCOUNT, "anna@example.org", Role.FULL_ADMIN, ID, "192.0.2.1"),
                "/accounts/" + ID,
                "{\"enabled\":true}",
                "{\"enabled\":false}",
                null,
                ID.toString(),
                7);
    }

    private static ServicePolicy servicePolicy() {
        return new ServicePolicy(
                "imap",
                true,
                true,
                new ServicePolicy.RunCommand(ServicePolicy.RunCommand.Action.RESTART, AT),
                List.of(new ServicePolicy.Binding("any", 143, true)),
                new IpGroupId(ID),
                5000,
                100,
                new IpGroupId(ID),
                1800,
                false,
                false);
    }

    private static AcceptedMessage accepted(SealedContent content) {
        return accepted(content, null, false);
    }

    private static AcceptedMessage accepted(SealedContent content, @Nullable String messageId, boolean junk) {
        return new AcceptedMessage(
                new QueueId(ID),
                AT,
                new Envelope(
                        new ReversePath.To(ANNA),
                        Envelope.Returned.HEADERS,
                        "env-1",
                        List.of(
                                new Recipient(
                                        BOB,
                                        new Destination.Remote(BOB),
                                        Set.of(Recipient.Notify.FAILURE),
                                        "rfc822;bob@example.net"),
                                new Recipient(ANNA, new Destination.LocalMailbox(ACCOUNT), Set.of(), null))),
                content,
                "submission",
                "2001:db8::1",
                ACCOUNT,
                true,
                messageId,
                junk);
    }

    private static VerifyReply.Signature signature() {
        return new VerifyReply.Signature(
                VerifyReply.Result.PASS, "", "example.org", "@example.org", "s1", "rsa-sha256", "AbCdEfGh", true);
    }

    private static SealedContent inline() {
        return content(new SealedContent.Place.Inline(OCTETS));
    }

    private static SealedContent stored() {
        return content(new SealedContent.Place.Stored(3_000_000_000L));
    }

    private static SealedContent content(SealedContent.Place place) {
        return new SealedContent(
                new ObjectId(ID),
                OCTETS,
                3,
                2_999_000_000L,
                place,
                List.of(new KeyEnvelope(Reader.MAILSTORE, 1, OCTETS, OCTETS)));
    }

    private static AuthenticationRequest begin() {
        return new AuthenticationRequest.Begin(
                ID, "SCRAM-SHA-256-PLUS", "imap", "192.0.2.1", true, Map.of("tls-exporter", OCTETS), true, response());
    }

    private static SealedResponse response() {
        return new SealedResponse(1, OCTETS, OCTETS);
    }

    private static DomainRecord domain() {
        return new DomainRecord(
                new DomainId(ID), new Domain("example.org"), List.of(new Domain("example.com")), true, "+", true);
    }

    private static AccountRecord account() {
        return new AccountRecord(
                ACCOUNT,
                new DomainId(ID),
                ANNA,
                List.of(BOB),
                "Anna Müller",
                true,
                true,
                Role.DOMAIN_ADMIN,
                26_214_400L,
                false,
                true);
    }

    private static AccountRecord account2() {
        return new AccountRecord(
                ACCOUNT,
                new DomainId(ID),
                ANNA,
                List.of(),
                "",
                true,
                true,
                Role.USER,
                null,
                false,
                false,
                new AccessPolicyId(ID),
                7L);
    }

    private static AccessPolicy accessPolicy() {
        return new AccessPolicy(
                new AccessPolicyId(ID),
                "home office",
                List.of(
                        new AccessPolicy.Rule("imap", AccessPolicy.Verdict.DENY, null),
                        new AccessPolicy.Rule(
                                "smtp-submission", AccessPolicy.Verdict.ALLOW_ONLY_FROM, new IpGroupId(ID))));
    }

    private static LiveSession liveSession() {
        return new LiveSession(
                ID,
                ID,
                "imaps",
                "IMAP4rev2",
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                AT,
                AT.plusSeconds(5),
                "192.0.2.1",
                ACCOUNT,
                "SCRAM-SHA-256",
                null,
                "mutt 2.2");
    }

    private static AddressRecord group() {
        return new AddressRecord.Group(
                new AddressId(ID),
                new DomainId(ID),
                "Sales",
                List.of(ANNA),
                List.of(
                        new AddressRecord.Target.ToAccount(ACCOUNT),
                        new AddressRecord.Target.ToGroup(new AddressId(ID)),
                        new AddressRecord.Target.ToAddress(BOB)));
    }

    private static AddressRecord alias() {
        return new AddressRecord.Alias(
                new AddressId(ID), new DomainId(ID), "info*", List.of(new AddressRecord.Target.ToAccount(ACCOUNT)));
    }

    private static IpGroup ipGroup() {
        return new IpGroup(
                new IpGroupId(ID),
                "office",
                List.of(
                        new IpGroup.Entry(new Match.Host("192.0.2.1"), true, ""),
                        new IpGroup.Entry(new Match.DnsName("vpn.example.org"), true, ""),
                        new IpGroup.Entry(new Match.Network("10.0.0.0", 8), false, "old"),
                        new IpGroup.Entry(new Match.Range("192.0.2.1", "192.0.2.9"), true, ""),
                        new IpGroup.Entry(new Match.Nested(new IpGroupId(ID)), true, ""),
                        new IpGroup.Entry(new Match.ThisMachine(), true, "")));
    }
}
