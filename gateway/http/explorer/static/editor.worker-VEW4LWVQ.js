import{a}from"/explorer/chunk-THNS2SSO.js";import"/explorer/chunk-CXHOKM6Y.js";import"/explorer/chunk-YF4R24Z7.js";import"/explorer/chunk-HHRXT4CC.js";export{a as initialize};
