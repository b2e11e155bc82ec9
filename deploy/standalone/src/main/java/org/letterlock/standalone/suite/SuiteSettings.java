package org.letterlock.standalone.suite;

import java.nio.file.Path;
import java.util.Optional;
import org.letterlock.standalone.data.HostName;

/**
 * What the operator may choose at start.
 *
 * @param hostName when absent, the one of the last start, or at the first start what the machine calls itself
 * @param dns when absent, the system's resolver
 */
public record SuiteSettings(Path data, Optional<HostName> hostName, Optional<DnsServer> dns, PortChoice ports) {}
