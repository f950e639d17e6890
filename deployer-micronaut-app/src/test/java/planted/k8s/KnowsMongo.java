package planted.k8s;

import com.mongodb.reactivestreams.client.MongoClient;

/** Planted: breaks a rule on purpose. */
public record KnowsMongo(MongoClient client) {}
