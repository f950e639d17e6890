package planted.mongo;

import com.google.gson.Gson;

/** Planted: breaks a rule on purpose. */
public record KnowsGson(Gson gson) {}
