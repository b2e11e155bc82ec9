package org.letterlock.dkim.dns;

import java.time.Duration;
import java.util.Map;
import org.letterlock.mailsyntax.address.Domain;

/** Asks DNS for TXT records. */
interface TxtLookup {
    /** The name under which the configured resolver answers. */
    String RESOLVER = "resolver";

    /**
     * Asks the configured resolver and every authoritative server of the zone, for at most some seconds.
     *
     * @param owner absolute, with its final dot
     * @param zone the domain under which the zone is looked for
     * @return what each says, by the name of the server; the resolver is always among them
     */
    Map<String, TxtAnswer> ask(String owner, Domain zone);

    /**
     * How long resolvers may go on saying that a name below this domain does not exist after it does: the MINIMUM of the SOA
     * record, which is at least what RFC 2308 section 5 grants them. Several hours where DNS does not tell.
     */
    Duration negativeTtl(Domain zone);
}
