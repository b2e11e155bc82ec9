package org.letterlock.senderpolicy.spf;

import java.net.InetAddress;
import java.util.Optional;
import org.letterlock.contracts.inbound.SpfReply.Reason;
import org.letterlock.contracts.inbound.SpfRequest;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.dns.MailExchanger;

/**
 * What a client's address and a sender's domain must have in the DNS (LIMIT-5): the address a reverse name, and the domain
 * somewhere that mail for it can go, as nobody can answer otherwise. Blocks while it looks up.
 */
final class SenderRequirements {
    private final DnsLookup dns;

    SenderRequirements(DnsLookup dns) {
        this.dns = dns;
    }

    /** What is missing of what the request asks for; empty where nothing is. */
    Optional<Reason> missing(SpfRequest request) {
        Optional<Reason> ofClient =
                request.requiresReverseName() ? missingName(request.client().toInetAddress()) : Optional.empty();
        if (ofClient.isPresent() || !request.requiresSenderDomain()) {
            return ofClient;
        }
        return request.reversePath() instanceof ReversePath.To(var sender)
                ? missingDomain(sender.domain())
                : Optional.empty();
    }

    private Optional<Reason> missingName(InetAddress client) {
        return switch (dns.names(client)) {
            case DnsAnswer.Found<String> _ -> Optional.empty();
            case DnsAnswer.Absent<String> _ -> Optional.of(Reason.NO_REVERSE_NAME);
            case DnsAnswer.Failed<String> _ -> Optional.of(Reason.REVERSE_NAME_UNDECIDED);
        };
    }

    private Optional<Reason> missingDomain(Domain domain) {
        if (domain.isAddressLiteral()) {
            return Optional.empty(); // an address, which needs no name
        }
        String name = domain.text();
        return switch (dns.mailExchangers(name)) {
            case DnsAnswer.Found<MailExchanger>(var exchangers, boolean _) ->
                exchangers.stream().allMatch(exchanger -> exchanger.host().isEmpty()) // RFC 7505 section 3
                        ? Optional.of(Reason.SENDER_DOMAIN_NULL_MX)
                        : Optional.empty();
            case DnsAnswer.Absent<MailExchanger>(boolean nameExists) ->
                nameExists ? missingAddress(name) : Optional.of(Reason.SENDER_DOMAIN_NOT_FOUND);
            case DnsAnswer.Failed<MailExchanger> _ -> Optional.of(Reason.SENDER_DOMAIN_UNDECIDED);
        };
    }

    // RFC 5321 section 5.1: without MX records the domain is its own mail exchanger. One address is enough, whatever
    // becomes
    // of the question for the other family.
    private Optional<Reason> missingAddress(String name) {
        boolean isUndecided = false;
        for (AddressFamily family : AddressFamily.values()) {
            switch (dns.addresses(name, family)) {
                case DnsAnswer.Found<InetAddress> _ -> {
                    return Optional.empty();
                }
                case DnsAnswer.Absent<InetAddress> _ -> {}
                case DnsAnswer.Failed<InetAddress> _ -> isUndecided = true;
            }
        }
        return Optional.of(isUndecided ? Reason.SENDER_DOMAIN_UNDECIDED : Reason.SENDER_DOMAIN_NOT_FOUND);
    }
}
