package org.letterlock.messageauth;

import java.net.InetAddress;
import java.util.List;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.dns.MailExchanger;

/** A DNS that publishes one text at every name, and counts how often it is asked. */
public final class PublishedText implements DnsLookup {
    private final String text;
    private int questions;

    public PublishedText(String text) {
        this.text = text;
    }

    public int questions() {
        return questions;
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        questions++;
        return new DnsAnswer.Found<>(List.of(text), false);
    }

    @Override
    public DnsAnswer<InetAddress> addresses(String name, AddressFamily family) {
        questions++;
        return new DnsAnswer.Absent<>(true);
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String name) {
        questions++;
        return new DnsAnswer.Found<>(List.of(new MailExchanger(10, "mx.example")), false);
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        questions++;
        return new DnsAnswer.Found<>(List.of("client.example"), false);
    }
}
