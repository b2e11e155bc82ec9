package org.letterlock.senderpolicy.judgement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckReply.Identity;
import org.letterlock.contracts.senderpolicy.SenderCheckReply.Rule;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.senderpolicy.judgement.Delegations.Delegate;
import org.letterlock.senderpolicy.judgement.Delegations.Grant;
import org.letterlock.senderpolicy.judgement.Delegations.Mode;

/**
 * Says whether a client may use the sender addresses that it used (SPOOF-3 to SPOOF-11). The same object decides and explains.
 * Safe for use by any thread. Delegations are asked for only where nothing else permits an address.
 */
public final class SenderJudge {
    private final Directory directory;
    private final Delegations delegations;
    private final Supplier<SenderPolicy> policy;
    private final BiPredicate<IpGroupId, String> isInGroup;

    /**
     * A judge over live views.
     *
     * @param isInGroup whether an IP address, in text form, is in an IP group
     */
    public SenderJudge(
            Directory directory,
            Delegations delegations,
            Supplier<SenderPolicy> policy,
            BiPredicate<IpGroupId, String> isInGroup) {
        this.directory = directory;
        this.delegations = delegations;
        this.policy = policy;
        this.isInGroup = isInGroup;
    }

    /** The verdict on every address of the request; one refused address refuses the message. */
    public Judgement judge(SenderCheckRequest request) {
        SenderPolicy current = policy.get();
        List<Finding> findings = new ArrayList<>();
        for (Used used : addressesOf(request)) {
            findings.add(find(current, request.account(), request.clientAddress(), used));
        }
        SenderCheckReply reply = findings.stream()
                .filter(Finding.Refused.class::isInstance)
                .map(Finding.Refused.class::cast)
                .findFirst()
                .<SenderCheckReply>map(
                        refused -> new SenderCheckReply.Refused(refused.identity(), refused.address(), refused.rule()))
                .orElseGet(() -> new SenderCheckReply.Permitted(senderField(current, request.account(), findings)));
        return new Judgement(reply, findings);
    }

    /** Why an account may use an address; empty where it may not. */
    public Optional<SenderKind> kindOf(AccountRecord account, AddrSpec address) {
        Optional<AccountRecord> principal = principalOf(address);
        if (principal.filter(account::equals).isPresent()) {
            return Optional.of(directory.ownerOf(address).isPresent() ? SenderKind.OWN_ADDRESS : SenderKind.ALIAS);
        }
        if (isAliasTarget(account, address)) {
            return Optional.of(SenderKind.ALIAS);
        }
        if (directory
                .groupOf(address)
                .filter(group -> directory.isMember(account.id(), group))
                .isPresent()) {
            return Optional.of(SenderKind.GROUP);
        }
        return principal.flatMap(owner -> delegationOf(owner, account));
    }

    private Finding find(SenderPolicy current, @Nullable AccountId sender, String clientAddress, Used used) {
        Identity identity = used.identity();
        AddrSpec address = used.address();
        Optional<DomainRecord> domain = directory.findDomain(address.domain());
        boolean isProtected = current.enabled()
                && domain.filter(DomainRecord::checkSpoofedSender).isPresent();
        if (sender == null) {
            boolean loginRequired = isProtected || (current.requireLocalAuth() && domain.isPresent());
            if (!loginRequired) {
                return new Finding.NotProtected(identity, address);
            }
            IpGroupId trusted = current.trustedSenders();
            return trusted != null && isInGroup.test(trusted, clientAddress)
                    ? new Finding.TrustedPeer(identity, address)
                    : new Finding.Refused(identity, address, Rule.LOGIN_REQUIRED);
        }
        Optional<AccountRecord> account =
                directory.findAccount(sender).filter(record -> record.enabled() && record.mayLogIn());
        if (account.isEmpty()) {
            return new Finding.Refused(identity, address, Rule.ACCOUNT_MAY_NOT_SEND);
        }
        if (domain.isEmpty()) {
            return foreign(current, account.get(), identity, address);
        }
        if (!isProtected) {
            return new Finding.NotProtected(identity, address);
        }
        return kindOf(account.get(), address)
                .<Finding>map(kind -> new Finding.Permitted(identity, address, kind))
                .orElseGet(() -> new Finding.Refused(identity, address, Rule.NOT_OWN_ADDRESS));
    }

    /** SPOOF-9 speaks of MAIL FROM and From; a foreign Sender says only who handed the message in. */
    private static Finding foreign(SenderPolicy current, AccountRecord account, Identity identity, AddrSpec address) {
        boolean allowed = !current.enabled()
                || identity == Identity.SENDER
                || current.allowForeignSender()
                || account.foreignSender();
        return allowed
                ? new Finding.NotProtected(identity, address)
                : new Finding.Refused(identity, address, Rule.FOREIGN_DOMAIN);
    }

    /** The account that an address belongs to by K1, or by K3 where an exact alias has that one account as target. */
    private Optional<AccountRecord> principalOf(AddrSpec address) {
        return directory
                .ownerOf(address)
                .or(() -> directory
                        .exactAliasOf(address)
                        .filter(alias -> alias.targets().size() == 1)
                        .flatMap(alias -> accountOf(alias.targets().getFirst())));
    }

    private boolean isAliasTarget(AccountRecord account, AddrSpec address) {
        return directory
                .exactAliasOf(address)
                .filter(alias -> alias.targets().stream()
                        .anyMatch(target ->
                                accountOf(target).filter(account::equals).isPresent()))
                .isPresent();
    }

    private Optional<AccountRecord> accountOf(Target target) {
        return switch (target) {
            case Target.ToAccount(AccountId id) -> directory.findAccount(id);
            case Target.ToAddress(AddrSpec address) -> directory.ownerOf(address);
            case Target.ToGroup _ -> Optional.empty();
        };
    }

    private Optional<SenderKind> delegationOf(AccountRecord principal, AccountRecord delegate) {
        List<Mode> modes = delegations.grantedBy(principal.id()).stream()
                .filter(grant -> isGrantedTo(grant, delegate))
                .map(Grant::mode)
                .toList();
        if (modes.contains(Mode.SEND_AS)) {
            return Optional.of(SenderKind.DELEGATION_SEND_AS);
        }
        return modes.isEmpty() ? Optional.empty() : Optional.of(SenderKind.DELEGATION_ON_BEHALF);
    }

    private boolean isGrantedTo(Grant grant, AccountRecord delegate) {
        return switch (grant.delegate()) {
            case Delegate.ToAccount(AccountId account) -> account.equals(delegate.id());
            case Delegate.ToGroup(var id) ->
                directory
                        .findGroup(id)
                        .filter(group -> directory.isMember(delegate.id(), group))
                        .isPresent();
        };
    }

    private @Nullable AddrSpec senderField(SenderPolicy current, @Nullable AccountId sender, List<Finding> findings) {
        boolean named = findings.stream()
                .anyMatch(
                        finding -> finding instanceof Finding.Permitted(Identity identity, AddrSpec _, SenderKind kind)
                                && identity == Identity.FROM
                                && (kind == SenderKind.DELEGATION_ON_BEHALF
                                        || (kind == SenderKind.GROUP && current.senderForGroups())));
        return named && sender != null
                ? directory.findAccount(sender).map(AccountRecord::address).orElse(null)
                : null;
    }

    private static List<Used> addressesOf(SenderCheckRequest request) {
        return switch (request) {
            case SenderCheckRequest.AtMailFrom atMailFrom ->
                switch (atMailFrom.reversePath()) {
                    case ReversePath.Null _ -> List.of();
                    case ReversePath.To(AddrSpec address) -> List.of(new Used(Identity.MAIL_FROM, address));
                };
            case SenderCheckRequest.AtHeader atHeader -> {
                List<Used> used = new ArrayList<>();
                atHeader.from().forEach(address -> used.add(new Used(Identity.FROM, address)));
                AddrSpec sender = atHeader.sender();
                if (sender != null) {
                    used.add(new Used(Identity.SENDER, sender));
                }
                yield used;
            }
        };
    }

    private record Used(Identity identity, AddrSpec address) {}
}
