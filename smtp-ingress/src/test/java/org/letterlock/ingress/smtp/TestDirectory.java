package org.letterlock.ingress.smtp;

import java.util.List;
import java.util.UUID;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;

/** The domain example.org (also example.net) with anna, ben (administrator), dora (disabled), the group team and the alias sales. */
public final class TestDirectory {
    public static final DomainId DOMAIN = new DomainId(new UUID(1, 1));
    public static final AccountId ANNA = new AccountId(new UUID(2, 1));
    public static final AccountId BEN = new AccountId(new UUID(2, 2));
    public static final AccountId DORA = new AccountId(new UUID(2, 3));

    private TestDirectory() {}

    public static DomainRecord domain() {
        return new DomainRecord(DOMAIN, new Domain("example.org"), List.of(new Domain("example.net")), true, "+", true);
    }

    public static List<AccountRecord> accounts() {
        return List.of(account(ANNA, "anna", true), account(BEN, "ben", true), account(DORA, "dora", false));
    }

    public static List<AddressRecord> addresses() {
        return List.of(
                new AddressRecord.Group(
                        new AddressId(new UUID(3, 1)),
                        DOMAIN,
                        "Team",
                        List.of(address("team@example.org")),
                        List.of(
                                new Target.ToAccount(ANNA),
                                new Target.ToAccount(BEN),
                                new Target.ToAddress(address("outside@elsewhere.example")))),
                new AddressRecord.Alias(
                        new AddressId(new UUID(3, 2)), DOMAIN, "sales", List.of(new Target.ToAccount(ANNA))));
    }

    public static Directory directory() {
        Directory directory = new Directory();
        directory.put(domain());
        accounts().forEach(directory::put);
        addresses().forEach(directory::put);
        return directory;
    }

    public static AddrSpec address(String text) {
        return AddrSpec.parse(text).require();
    }

    private static AccountRecord account(AccountId id, String name, boolean enabled) {
        return new AccountRecord(
                id,
                DOMAIN,
                address(name + "@example.org"),
                List.of(),
                name,
                enabled,
                enabled,
                name.equals("ben") ? Role.FULL_ADMIN : Role.USER,
                null,
                false,
                false);
    }
}
