package org.letterlock.admin.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.replica.ReplicatedIpGroups;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.ProblemWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets in whom the policy of the service {@code admin} allows (SVC-8): the port has judged who connects, here is judged for
 * whom a trusted proxy speaks. The loopback address always gets in, so that no setting locks an administrator out of the machine
 * (ADM-1).
 */
final class AdminGate extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(AdminGate.class);
    private static final String SERVICE = "admin";

    private final ReplicatedView<ServicePolicy> policies;
    private final ReplicatedIpGroups ipGroups;
    private final ProblemWriter problems;

    AdminGate(ReplicatedView<ServicePolicy> policies, ReplicatedIpGroups ipGroups, ProblemWriter problems) {
        this.policies = policies;
        this.ipGroups = ipGroups;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        InetAddress peer = InetAddress.ofLiteral(request.getRemoteAddr());
        if (peer.isLoopbackAddress() || isAllowed(peer)) {
            chain.doFilter(request, response);
        } else {
            LOG.info("admin: connection from {} refused: address not in the allowed group", request.getRemoteAddr());
            problems.write(
                    response,
                    new ProblemException(
                            ProblemType.ADDRESS_NOT_PERMITTED, "Access from your address is not permitted."));
        }
    }

    private boolean isAllowed(InetAddress peer) {
        return policies.find(SERVICE)
                .filter(ServicePolicy::enabled)
                .filter(policy -> policy.admits(IpAddress.of(peer.getAddress()), ipGroups.get()))
                .isPresent();
    }
}
