package org.letterlock.admin.ipgroup;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroup.Match;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/** The groups that a document may name. */
public final class GroupReferences {
    private static final String EVERYONE = "everyone";

    private final Map<IpGroupId, IpGroup> groups;

    /** References to these groups, which are all that there are. */
    public GroupReferences(Map<IpGroupId, IpGroup> groups) {
        this.groups = Map.copyOf(groups);
    }

    /** The group's id, with a fault where there is no such group; null for no group. */
    public @Nullable IpGroupId check(@Nullable UUID group, String pointer, Faults faults) {
        IpGroupId id = group == null ? null : new IpGroupId(group);
        faults.require(id == null || groups.containsKey(id), pointer, "unknown-ip-group", "There is no such IP group.");
        return id;
    }

    /** How a document shows a group. */
    public static @Nullable UUID shown(@Nullable IpGroupId group) {
        return group == null ? null : group.value();
    }

    /** Those of the groups that are named at all. */
    public static Set<IpGroupId> named(@Nullable IpGroupId... groups) {
        return Stream.of(groups).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Exempting everybody takes a second thought (IPG-12).
     *
     * @param confirm what the document says of it
     * @throws ProblemException {@code group-covers-everyone} where one does and {@code confirm} is not {@code everyone}
     */
    public void requireConfirmation(@Nullable String confirm, @Nullable IpGroupId... exempt) {
        if (!EVERYONE.equals(confirm) && named(exempt).stream().anyMatch(this::coversEveryone)) {
            throw new ProblemException(
                    ProblemType.GROUP_COVERS_EVERYONE,
                    "An exempt group holds every address; send confirm with the value \"everyone\" if that is meant.");
        }
    }

    // Nesting is at most 16 deep and without cycles: the groups' own resource sees to that.
    private boolean coversEveryone(IpGroupId id) {
        IpGroup group = groups.get(id);
        return group != null
                && group.entries().stream().filter(IpGroup.Entry::enabled).anyMatch(entry -> switch (entry.match()) {
                    case Match.Network(var _, int prefixLength) -> prefixLength == 0;
                    case Match.Nested(IpGroupId inner) -> coversEveryone(inner);
                    case Match.Range(String from, String to) ->
                        (from.equals("0.0.0.0") && to.equals("255.255.255.255"))
                                || (from.equals("::") && to.startsWith("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
                    case Match.Host _, Match.DnsName _, Match.ThisMachine _ -> false;
                });
    }
}
