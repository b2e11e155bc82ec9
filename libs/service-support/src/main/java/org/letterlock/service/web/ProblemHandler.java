package org.letterlock.service.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.letterlock.service.failure.FailureCategory;
import org.letterlock.service.failure.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Answers every failure of a controller with a problem document. Nothing of the program's inside is told (API-3). */
@RestControllerAdvice
final class ProblemHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
    private static final int MAX_POINTER = 200;

    private final ProblemWriter writer;

    ProblemHandler(ProblemWriter writer) {
        this.writer = writer;
    }

    @ExceptionHandler
    ResponseEntity<Object> handle(Exception failure, HttpServletResponse response) throws Exception {
        if (response.isCommitted()) {
            throw failure; // the container breaks the connection off, so that nobody takes half a reply for a whole one
        }
        ProblemException problem = problem(failure);
        HttpHeaders headers = new HttpHeaders();
        if (failure instanceof ErrorResponse framework) {
            headers.putAll(framework.getHeaders()); // such as Allow with 405
        }
        writer.headers(problem).forEach(headers::set);
        headers.setContentType(MediaType.parseMediaType(ProblemWriter.MEDIA_TYPE));
        return ResponseEntity.status(problem.type().status()).headers(headers).body(writer.document(problem));
    }

    private static ProblemException problem(Exception failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case JacksonException unreadable -> unreadableJson(unreadable);
            case MethodArgumentTypeMismatchException mismatch ->
                new ProblemException(ProblemType.MALFORMED, "The parameter " + mismatch.getName() + " is malformed.");
            case ErrorResponse framework -> ofStatus(framework.getStatusCode().value());
            default -> ofFailure(failure);
        };
    }

    private static ProblemException unreadable(HttpMessageNotReadableException failure) {
        return failure.getCause() instanceof JacksonException json
                ? unreadableJson(json)
                : new ProblemException(ProblemType.MALFORMED, "The request has no readable body.");
    }

    private static ProblemException unreadableJson(JacksonException failure) {
        if (failure.getCause() instanceof ProblemException problem) {
            return problem; // thrown by the constructor of a record
        }
        return switch (failure) {
            case StreamConstraintsException limit
            when limit.getOriginalMessage().startsWith("Document length") ->
                new ProblemException(ProblemType.CONTENT_TOO_LARGE, "The document is too large.");
            case StreamConstraintsException _ ->
                new ProblemException(ProblemType.MALFORMED, "The document is nested too deep, or a value is too long.");
            case ValueInstantiationException _ -> unacceptable(failure);
            // text where text belongs, such as an id that is none; a number there would be of the wrong type
            case InvalidFormatException format when format.getValue() instanceof String -> unacceptable(failure);
            default ->
                new ProblemException(
                        ProblemType.MALFORMED,
                        "The body is not a JSON document of the expected form.",
                        List.of(new Fault(pointer(failure), "malformed", "Here the document differs from its form.")));
        };
    }

    private static ProblemException unacceptable(JacksonException failure) {
        return ProblemException.validation(pointer(failure), "invalid", "This value is not acceptable.");
    }

    private static ProblemException ofStatus(int status) {
        return switch (status) {
            case 404 -> ProblemException.notFound();
            case 405 -> new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "The resource does not have this method.");
            case 406 -> new ProblemException(ProblemType.NOT_ACCEPTABLE, "The resource does not come in that form.");
            case 413 -> new ProblemException(ProblemType.CONTENT_TOO_LARGE, "The body is too large.");
            case 415 ->
                new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body is not of a supported media type.");
            default ->
                status < 500
                        ? new ProblemException(ProblemType.MALFORMED, "The request is malformed.")
                        : new ProblemException(ProblemType.INTERNAL, "The request failed for a reason of our own.");
        };
    }

    private static ProblemException ofFailure(Exception failure) {
        if (Failures.categoryOf(failure) == FailureCategory.RESOURCE) {
            LOG.warn("a request could not be served: {}", failure.toString());
            if (failure instanceof DataAccessException || failure instanceof TransactionException) {
                return new ProblemException(
                        WriteRequest.current().isPresent()
                                ? ProblemType.ROLL_OUT_UNAVAILABLE // CFG-4
                                : ProblemType.SERVICE_UNAVAILABLE,
                        "The database is not available; nothing is stored. Try again.");
            }
            return new ProblemException(
                    ProblemType.SERVICE_UNAVAILABLE, "Something that is needed is not available; try again.");
        }
        LOG.error("a request failed", failure);
        return new ProblemException(ProblemType.INTERNAL, "The request failed for a reason of our own.");
    }

    // json-pointer = *( "/" reference-token )    RFC 6901 section 3
    private static String pointer(JacksonException failure) {
        List<String> tokens = new ArrayList<>();
        for (JacksonException.Reference step : failure.getPath()) {
            String name = step.getPropertyName();
            tokens.add(
                    name == null
                            ? Integer.toString(step.getIndex())
                            : name.replace("~", "~0").replace("/", "~1"));
        }
        String pointer = tokens.isEmpty() ? "" : "/" + String.join("/", tokens);
        return pointer.length() > MAX_POINTER ? pointer.substring(0, MAX_POINTER) : pointer;
    }
}
