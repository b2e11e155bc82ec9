package org.letterlock.ingress.smtp.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.Resolution;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.smtp.RelayPolicy;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.smtp.command.ForwardPath;
import org.letterlock.smtp.command.RcptParameters;
import org.letterlock.smtp.session.MailTransaction.AcceptedRecipient;
import org.letterlock.smtp.session.RecipientRefusal;

/** Decides about recipients and finds out where their copies go (SMTP-12, RELAY-2, RELAY-6). Safe for use by any thread. */
public final class RecipientRules {
    private final Directory directory;
    private final OwnDomainRules ownDomain;
    private final AccessPolicies policies;
    private final Supplier<RelayPolicy> relay;
    private final OwnNames names;

    /** Rules over the current directory, IP groups and relay policy. */
    public RecipientRules(Directory directory, AccessPolicies policies, Supplier<RelayPolicy> relay, OwnNames names) {
        this.directory = directory;
        this.ownDomain = new OwnDomainRules(directory);
        this.policies = policies;
        this.relay = relay;
        this.names = names;
    }

    /** Why the recipient is refused, or empty. */
    public Optional<RecipientRefusal> judge(Submitter submitter, ForwardPath path) {
        AddrSpec address = addressOf(path);
        Resolution found = directory.resolve(address);
        Optional<RecipientRefusal> outOfBounds = ownDomain.judge(submitter, address, found);
        if (outOfBounds.isPresent()) {
            return outOfBounds;
        }
        return switch (found) {
            case Resolution.Deliverable _ -> Optional.empty();
            case Resolution.Unknown _ -> Optional.of(new RecipientRefusal.Unknown());
            case Resolution.Disabled _ -> Optional.of(new RecipientRefusal.Disabled());
            case Resolution.Foreign _ ->
                mayRelay(submitter) ? Optional.empty() : Optional.of(new RecipientRefusal.NoRelay());
        };
    }

    /**
     * The final recipients, one for each destination: what several recipients lead to gets one copy (ACC-6). Empty if one of
     * them, accepted a moment ago, leads nowhere any more.
     */
    public List<Recipient> expand(List<AcceptedRecipient> accepted) {
        Map<Destination, Recipient> byDestination = new LinkedHashMap<>();
        for (AcceptedRecipient recipient : accepted) {
            AddrSpec given = addressOf(recipient.forwardPath());
            Set<Destination> destinations = switch (directory.resolve(given)) {
                case Resolution.Deliverable(Set<Destination> found) -> found;
                case Resolution.Foreign _ -> Set.of(new Destination.Remote(given));
                case Resolution.Unknown _, Resolution.Disabled _ -> Set.of();
            };
            if (destinations.isEmpty()) {
                return List.of();
            }
            destinations.forEach(destination ->
                    byDestination.putIfAbsent(destination, recipient(given, destination, recipient.parameters())));
        }
        return List.copyOf(byDestination.values());
    }

    /** The address that the path means. */
    public AddrSpec addressOf(ForwardPath path) {
        return path.address(names.postmasterDomain());
    }

    /** Whether the client may relay for where it comes from. */
    public boolean isInRelayGroup(Submitter submitter) {
        return policies.isMember(relay.get().relayGroup(), submitter.address());
    }

    private boolean mayRelay(Submitter submitter) {
        RelayPolicy policy = relay.get();
        return policy.mode() == RelayPolicy.Mode.OPEN
                || (submitter.isLoggedIn() && policy.allowAuthenticated())
                || policies.isMember(policy.relayGroup(), submitter.address());
    }

    private static Recipient recipient(AddrSpec given, Destination destination, RcptParameters parameters) {
        Set<Recipient.Notify> notify = parameters.notifyOn().stream()
                .map(when -> switch (when) {
                    case NEVER -> Recipient.Notify.NEVER;
                    case SUCCESS -> Recipient.Notify.SUCCESS;
                    case FAILURE -> Recipient.Notify.FAILURE;
                    case DELAY -> Recipient.Notify.DELAY;
                })
                .collect(Collectors.toUnmodifiableSet());
        RcptParameters.OriginalRecipient original = parameters.originalRecipient();
        return new Recipient(given, destination, notify, original == null ? null : original.format());
    }
}
