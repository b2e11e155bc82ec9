package org.letterlock.service.web;

import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the edge what the service serves. Outside of the API; holds nothing of an installation. */
@RestController
final class ApiDescriptionController {
    private final ObjectProvider<ApiDescription> description;

    ApiDescriptionController(ObjectProvider<ApiDescription> description) {
        this.description = description;
    }

    @GetMapping(ApiDescription.PATH)
    Map<String, Object> read() {
        return description.getObject().document();
    }
}
