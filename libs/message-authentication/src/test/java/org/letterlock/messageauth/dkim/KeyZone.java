package org.letterlock.messageauth.dkim;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.dns.MailExchanger;

/** TXT records for tests, and who asked for them. */
public final class KeyZone implements DnsLookup {
    private final Map<String, List<String>> records = new HashMap<>();
    private final List<String> silent = new ArrayList<>();
    private final List<String> questions = new ArrayList<>();

    /** Publishes records, in the place of earlier ones. */
    public KeyZone publish(String name, String... texts) {
        records.put(name, List.of(texts));
        return this;
    }

    /** Gives no answer for a name. */
    public KeyZone silence(String name) {
        silent.add(name);
        return this;
    }

    /** The names asked for, in order. */
    public List<String> questions() {
        return questions;
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        questions.add(name);
        if (silent.contains(name)) {
            return new DnsAnswer.Failed<>("timeout");
        }
        List<String> found = records.get(name);
        return found == null ? new DnsAnswer.Absent<>(false) : new DnsAnswer.Found<>(found, false);
    }

    @Override
    public DnsAnswer<InetAddress> addresses(String name, AddressFamily family) {
        throw new AssertionError("DKIM asks for texts only");
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String name) {
        throw new AssertionError("DKIM asks for texts only");
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        throw new AssertionError("DKIM asks for texts only");
    }
}
