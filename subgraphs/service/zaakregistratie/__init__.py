"""Where aanvragen become zaken: the zaken service, or registers over the ZGW APIs, by zaaktype."""
