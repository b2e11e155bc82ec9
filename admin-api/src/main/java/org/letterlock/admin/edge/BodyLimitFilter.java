package org.letterlock.admin.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.letterlock.service.web.ApiJson;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.ProblemWriter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that are too large (HSTS-4) before any service sees something of them. A body that does not tell its length is
 * read to its end first, as nobody could be answered once half of it is on its way.
 */
final class BodyLimitFilter extends OncePerRequestFilter {
    private static final int UNKNOWN = -1;

    private final ProblemWriter problems;

    BodyLimitFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > ApiJson.MAX_BODY) {
            refuse(response);
        } else if (request.getContentLengthLong() == UNKNOWN) {
            byte[] body = request.getInputStream().readNBytes(ApiJson.MAX_BODY + 1);
            if (body.length > ApiJson.MAX_BODY) {
                refuse(response);
            } else {
                chain.doFilter(new WholeBody(request, body), response);
            }
        } else {
            chain.doFilter(request, response); // the server reads no more than was announced
        }
    }

    private void refuse(HttpServletResponse response) throws IOException {
        problems.write(
                response,
                new ProblemException(
                        ProblemType.CONTENT_TOO_LARGE, "A body has at most " + ApiJson.MAX_BODY + " octets."));
    }

    /** A request whose body has been read. */
    private static final class WholeBody extends HttpServletRequestWrapper {
        private final ServletInputStream body;

        WholeBody(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = new OctetsInput(body);
        }

        @Override
        public ServletInputStream getInputStream() {
            return body;
        }
    }

    private static final class OctetsInput extends ServletInputStream {
        private final ByteArrayInputStream octets;

        OctetsInput(byte[] octets) {
            this.octets = new ByteArrayInputStream(octets);
        }

        @Override
        public int read() {
            return octets.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return octets.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return octets.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("requests are served by threads that may block");
        }
    }
}
