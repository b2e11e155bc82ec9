package org.letterlock.dkim.dns;

import java.util.List;

/** What a DNS server says to a question for TXT records. */
public sealed interface TxtAnswer {
    /** Records, their strings joined. */
    record Found(List<String> values) implements TxtAnswer {
        public Found {
            values = List.copyOf(values);
        }
    }

    /** The name, or a record of that type, does not exist. */
    record Absent() implements TxtAnswer {}

    /** The name is an alias, and what it points to has no such record. */
    record DanglingAlias(String target) implements TxtAnswer {}

    /** No answer, or one that is an error. Says nothing about the record. */
    record Failed(String why) implements TxtAnswer {}
}
