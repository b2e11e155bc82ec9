package org.letterlock.dkim.signing;

import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.dkim.key.PrivateKeys;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.signing.MessageSigner.Signatory;
import org.letterlock.mailsyntax.header.HeaderField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests to sign (DKIM-28). Safe for use by any thread. */
final class SignRequests {
    private static final Logger LOG = LoggerFactory.getLogger(SignRequests.class);

    private final Directory directory;
    private final SigningDecisions decisions;
    private final PrivateKeys privateKeys;
    private final MessageSigner signer;
    private final InstantSource clock;

    SignRequests(
            Directory directory,
            SigningDecisions decisions,
            PrivateKeys privateKeys,
            MessageSigner signer,
            InstantSource clock) {
        this.directory = directory;
        this.decisions = decisions;
        this.privateKeys = privateKeys;
        this.signer = signer;
        this.clock = clock;
    }

    SignReply answer(SignRequest request) {
        Optional<DomainRecord> domain = directory.findDomain(request.fromDomain());
        if (domain.isEmpty()) {
            return new SignReply.Unsigned(SignReply.Reason.NO_KEYS);
        }
        SigningDecisions.Known known = decisions.of(domain.get().id());
        return switch (known.decision()) {
            case SigningDecision.Leave(SignReply.Reason reason) -> new SignReply.Unsigned(reason);
            case SigningDecision.Sign(List<SigningKey> keys) -> sign(request, keys, known);
        };
    }

    private SignReply sign(SignRequest request, List<SigningKey> keys, SigningDecisions.Known known) {
        List<Signatory> signatories = new ArrayList<>();
        for (SigningKey key : keys) {
            // Empty for a key that was revoked since the decision.
            Optional<PrivateKey> opened = privateKeys.find(key);
            opened.ifPresent(secret -> signatories.add(new Signatory(key.selector(), key.algorithm(), secret)));
        }
        if (signatories.isEmpty()) {
            return new SignReply.Unsigned(SignReply.Reason.NO_KEYS);
        }
        List<HeaderField> message = request.headerFields().stream()
                .map(field -> HeaderField.ofOctets(field.view()))
                .toList();
        List<Octets> fields = signer
                .sign(
                        request.fromDomain(),
                        message,
                        request.bodyDigest(),
                        signatories,
                        clock.instant(),
                        known.settings().lifetime())
                .stream()
                .map(field -> Octets.wrap(field.octets()))
                .toList();
        LOG.info(
                "DKIM: signed {} d={} s={}",
                request.queueId(),
                request.fromDomain(),
                signatories.stream().map(each -> each.selector().text()).collect(Collectors.joining(",")));
        return new SignReply.Signed(fields);
    }
}
