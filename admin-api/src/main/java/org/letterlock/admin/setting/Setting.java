package org.letterlock.admin.setting;

import java.util.Set;
import java.util.function.Function;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.access.IpGroupId;

/**
 * A document of which there is one in the installation.
 *
 * @param name its name in the table and its key in the topic
 * @param topic where each new version is published
 * @param initial what holds until somebody changes it
 * @param groups the IP groups that a version uses (IPG-9)
 * @param user how those groups name their user
 */
public record Setting<D>(String name, Topic<D> topic, D initial, Function<D, Set<IpGroupId>> groups, String user) {}
