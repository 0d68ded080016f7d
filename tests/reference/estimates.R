# What R says of staff.csv. Run in this folder: Rscript estimates.R. Writes estimates.csv and
# bootstrap_weights.csv. Made with R 4.2.2 and survey 4.1-1.
suppressMessages(library(survey))
options(digits = 15)
staff <- read.csv("staff.csv", stringsAsFactors = TRUE)
staff$role <- relevel(staff$role, "other")
n <- nrow(staff)
staff$big <- 2500
staff$equal <- 2500 / n
staff$employed <- ave(staff$weight, staff$body, FUN = function(w) round(sum(w)))
staff$visited <- staff$visits + 1
cells <- unique(staff[c("body", "role", "employees")])
by_body <- aggregate(list(Freq = cells$employees), cells["body"], sum)
by_role <- aggregate(list(Freq = cells$employees), cells["role"], sum)
cross <- setNames(cells, c("body", "role", "Freq"))
total <- sum(cells$employees)

srs_fpc <- svydesign(~1, weights = ~equal, fpc = ~big, data = staff)
strata_fpc <- svydesign(~1, strata = ~body, weights = ~weight, fpc = ~employed, data = staff)
clusters_fpc <- svydesign(~workplace, strata = ~body, weights = ~weight, fpc = ~workplaces, data = staff)
clusters <- svydesign(~workplace, strata = ~body, weights = ~weight, data = staff)
terms <- c(total, by_body$Freq[-1], by_role$Freq[-1], 52 * total)
names(terms) <- colnames(model.matrix(~body + role + score, staff))
set.seed(2025)
bootstrap <- as.svrepdesign(clusters, type = "subbootstrap", replicates = 20)
designs <- list(
  srs_fpc = srs_fpc, strata_fpc = strata_fpc, clusters_fpc = clusters_fpc, clusters = clusters,
  poststratified = postStratify(strata_fpc, ~ body + role, cross),
  raked = rake(clusters, list(~body, ~role), list(by_body, by_role),
               control = list(maxit = 200, epsilon = 1e-12, verbose = FALSE)),
  calibrated = calibrate(clusters, ~ body + role + score, terms),
  bounded = calibrate(clusters, ~ body + role, terms[-length(terms)], calfun = "linear",
                      bounds = c(0.6, 1.6), maxit = 200, epsilon = 1e-10),
  jackknife = as.svrepdesign(clusters, type = "JKn"),
  jackknife_fpc = as.svrepdesign(clusters_fpc, type = "JKn"),
  bootstrap = bootstrap
)
full <- weights(bootstrap, "analysis")
write.csv(data.frame(scale = bootstrap$scale, rscale = bootstrap$rscales[1], format(full, digits = 15, trim = TRUE)),
          "bootstrap_weights.csv", row.names = FALSE, quote = FALSE)

rows <- list()
add <- function(design, estimator, variable, by, group, ...) {
  values <- c(...)
  rows[[length(rows) + 1]] <<- data.frame(design, estimator, variable, by, group,
    statistic = names(values), value = formatC(as.numeric(values), digits = 15, format = "g"))
}
one <- function(x) c(estimate = as.numeric(coef(x))[1], std_error = as.numeric(SE(x))[1])
for (name in names(designs)) {
  d <- designs[[name]]
  add(name, "weights", "weight", "", "", sum = sum(weights(d, "sampling")),
      sum_of_squares = sum(weights(d, "sampling")^2), largest = max(weights(d, "sampling")))
  add(name, "df", "", "", "", df = degf(d))
  for (v in c("heard", "score")) add(name, "mean", v, "", "", one(svymean(reformulate(v), d)))
  for (v in c("heard", "hours")) add(name, "total", v, "", "", one(svytotal(reformulate(v), d)))
  add(name, "mean", "age", "", "", one(svymean(~age, d, na.rm = TRUE)))
  add(name, "ratio", "hours", "", "", one(svyratio(~hours, ~visited, d)))
  for (pair in list(c("heard", "body"), c("heard", "role"), c("score", "role"))) {
    s <- svyby(reformulate(pair[1]), reformulate(pair[2]), d, svymean)
    for (g in seq_len(nrow(s)))
      add(name, "mean", pair[1], pair[2], as.character(s[g, pair[2]]),
          estimate = s[g, pair[1]], std_error = SE(s)[g])
  }
  for (v in c("heard", "rare")) for (m in c("logit", "beta", "mean")) {
    p <- try(svyciprop(reformulate(v), d, method = m), silent = TRUE)
    if (!inherits(p, "try-error"))
      add(name, paste0("ci_", m), v, "", "", conf_low = confint(p)[1], conf_high = confint(p)[2])
    sub <- subset(d, role == "client_facing")
    p <- try(svyciprop(reformulate(v), sub, method = m), silent = TRUE)
    if (!inherits(p, "try-error"))
      add(name, paste0("ci_", m), v, "role", "client_facing", conf_low = confint(p)[1], conf_high = confint(p)[2])
  }
  if (!inherits(d, "svyrep.design")) {
    q <- svyquantile(~hours, d, c(0.25, 0.5, 0.75), interval.type = "mean", qrule = "math")$hours
    for (g in 1:3) add(name, "quantile", "hours", "", c("0.25", "0.5", "0.75")[g],
                       estimate = q[g, 1], conf_low = q[g, 2], conf_high = q[g, 3])
    for (s in c("F", "Chisq")) {
      t <- svychisq(~ heard + role, d, statistic = s)
      add(name, paste0("rao_scott_", s), "heard", "role", "", statistic = unname(t$statistic), p_value = unname(t$p.value))
    }
  }
  b <- suppressWarnings(summary(svyglm(heard ~ role, d))$coefficients["rolemanager", 1:2])
  add(name, "difference", "heard", "role", "manager", estimate = b[[1]], std_error = b[[2]])
}
write.csv(do.call(rbind, rows), "estimates.csv", row.names = FALSE, quote = FALSE)
