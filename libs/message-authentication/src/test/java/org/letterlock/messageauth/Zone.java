package org.letterlock.messageauth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.dns.MailExchanger;

/** A DNS in memory. Counts what it is asked. */
public final class Zone implements DnsLookup {
    private static final int MAX_ALIASES = 8;

    private final Map<String, Map<String, List<String>>> records = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    private int questions;

    /** Adds a record; data as in a zone file, without quotes. */
    public Zone add(String name, String type, String data) {
        records.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new HashMap<>())
                .computeIfAbsent(type, _ -> new ArrayList<>())
                .add(data);
        return this;
    }

    /** No question of that type about the name is answered any more; {@code *} for all types of which there is no record. */
    public Zone beSilent(String name, String type) {
        silent.add(name.toLowerCase(Locale.ROOT) + " " + type);
        return this;
    }

    public int questions() {
        return questions;
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        return find(name, "TXT", Function.identity());
    }

    @Override
    public DnsAnswer<InetAddress> addresses(String name, AddressFamily family) {
        return find(name, family == AddressFamily.IPV4 ? "A" : "AAAA", InetAddress::ofLiteral);
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String name) {
        return find(name, "MX", data -> {
            String[] parts = data.split(" ", -1);
            return new MailExchanger(Integer.parseInt(parts[0]), parts[1]);
        });
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        return find(reverse(address), "PTR", Function.identity());
    }

    /** The name under in-addr.arpa or ip6.arpa. */
    public static String reverse(InetAddress address) {
        StringBuilder name = new StringBuilder();
        byte[] octets = address.getAddress();
        for (int i = octets.length - 1; i >= 0; i--) {
            if (address instanceof Inet6Address) {
                name.append(Integer.toHexString(octets[i] & 0xF)).append('.');
                name.append(Integer.toHexString((octets[i] >> 4) & 0xF)).append('.');
            } else {
                name.append(octets[i] & 0xFF).append('.');
            }
        }
        return name + (address instanceof Inet6Address ? "ip6.arpa" : "in-addr.arpa");
    }

    private <T> DnsAnswer<T> find(String name, String type, Function<String, T> read) {
        questions++;
        String wanted = name.toLowerCase(Locale.ROOT);
        for (int alias = 0; alias < MAX_ALIASES; alias++) {
            Map<String, List<String>> here = records.get(wanted);
            boolean known = here != null && (here.containsKey(type) || here.containsKey("CNAME"));
            if (silent.contains(wanted + " " + type) || (silent.contains(wanted + " *") && !known)) {
                return new DnsAnswer.Failed<>("timeout");
            }
            if (here == null || isNoName(wanted)) {
                return new DnsAnswer.Absent<>(false);
            }
            List<String> data = here.get(type);
            if (data != null) {
                return new DnsAnswer.Found<>(data.stream().map(read).toList(), false);
            }
            List<String> target = here.get("CNAME");
            if (target == null) {
                return new DnsAnswer.Absent<>(true);
            }
            wanted = target.getFirst().toLowerCase(Locale.ROOT);
        }
        return new DnsAnswer.Failed<>("too many aliases");
    }

    private static boolean isNoName(String name) {
        return name.length() > 253
                || List.of(name.split("\\.", -1)).stream().anyMatch(label -> label.isEmpty() || label.length() > 63);
    }
}
